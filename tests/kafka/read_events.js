// Prints each record of the topics in the arguments as a line of JSON, from the beginning to the present end.
// usage: node read_events.js BROKER COUNT TOPIC...
const { Kafka, logLevel } = require("kafkajs");

const [address, count, ...topics] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "tests", brokers: address.split(","), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `tests-${process.pid}` });
const text = (value) => (value === null ? null : value.toString());

async function main() {
  let left = Number(count);
  const ended = new Promise((resolve) => {
    consumer.run({
      eachMessage: async ({ topic, message }) => {
        const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, text(value)]));
        console.log(JSON.stringify({ topic, key: text(message.key), headers, data: text(message.value) }));
        left -= 1;
        if (left === 0) resolve();
      },
    });
  });
  await ended;
  await consumer.disconnect();
}

consumer
  .connect()
  .then(() => consumer.subscribe({ topics, fromBeginning: true }))
  .then(main)
  .catch((fault) => {
    console.error(fault);
    process.exit(1);
  });
