"""The progress of a service in the topics that it reads."""

from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.chassis.messaging.topics import read_to_end
from services.chassis.operators.place import Place, consuming, partitions
from services.chassis.store.documents import Record


async def progress(place: Place) -> AsyncIterator[Record]:
    """Yields a row per topic: partitions, records, and records that the group has not read yet.

    A missing topic is a fault, and so are records that the broker deleted before the group read them.
    """
    there = await partitions(place, place.listens)
    async with consuming(place, place.group) as consumer:
        for topic, parts in there.items():
            if not parts:
                yield {"topic": topic, "partitions": 0, "fault": "it is missing, or this login may not see it"}
                continue
            begins, ends = await consumer.beginning_offsets(parts), await consumer.end_offsets(parts)
            consumer.assign(parts)  # assigned by hand, to read the group's positions without joining the group
            read = {each: await consumer.committed(each) for each in parts}
            lost = sum(max(0, begins[each] - done) for each, done in read.items() if done is not None)
            row = {
                "topic": topic,
                "partitions": len(parts),
                "records": sum(ends[each] - begins[each] for each in parts),
                "behind": await _unread(consumer, {each: max(read[each] or 0, begins[each]) for each in parts}),
            }
            yield row | ({"fault": f"{lost} records were deleted before they were read"} if lost else {})


async def _unread(consumer: AIOKafkaConsumer, starts: dict[TopicPartition, int]) -> int:
    """Returns the number of records behind these offsets. Offsets alone would count transaction markers too."""
    return sum([1 async for _ in read_to_end(consumer, starts)])
