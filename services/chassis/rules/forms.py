"""Forms of what may identify someone, as patterns on normalised text (RR5, FC3).

Every quantifier is bounded or possessive, so that each pattern takes linear time on any text.
"""

import re
from collections.abc import Mapping

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|jun[e]?|jul[y]?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?-i:May|MAY))(?![a-z])"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)"
_WORD_NTH = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_MM = r"(?:0[1-9]|1[0-2])"
_DD = r"(?:0[1-9]|[12][0-9]|3[01])"
DATES = (
    r"(?<![0-9])[0-9]{1,2} ?[./-] ?[0-9]{1,2} ?[./-] ?(?:[0-9]{4}|[0-9]{2})(?![0-9])(?![./-][0-9])",
    rf"(?<![0-9]){_YEAR} ?[./-] ?[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}}(?![0-9])",
    rf"(?<![0-9]){_DAY} {_DAY} {_YEAR}(?![0-9])",
    rf"(?<![0-9.,£]){_DD}{_MM}(?:{_YEAR}|[0-9]{{2}})(?![0-9]|,[0-9]|\.[0-9])",
    rf"(?<![0-9.,£]){_YEAR}{_MM}{_DD}(?![0-9]|,[0-9]|\.[0-9])",
    (
        rf"(?<![0-9]){_DAY}(?:st|nd|rd|th)?(?: day)?(?: of)?[ ,./-]{{0,2}}{_MONTH}"
        rf"(?:[ ,./-]{{0,2}}'?(?:{_YEAR}|[0-9]{{2}})(?![0-9]))?"
    ),
    rf"(?<![0-9])(?:{_NTH} (?:day )?(?:of )?may\b|{_DAY} may {_YEAR}(?![0-9]))",
    rf"(?<![a-z]){_MONTH}[ .]{{0,2}}(?:the )?{_DAY}(?:st|nd|rd|th)?(?![0-9])(?:,? {_YEAR}(?![0-9]))?",
    rf"\b{_WORD_NTH} (?:day )?of (?:{_MONTH}|may\b)(?: {_YEAR}(?![0-9]))?",
    rf"(?<![a-z]){_MONTH} the {_WORD_NTH}\b",
    rf"\b{_WEEKDAY},? (?:the )?{_NTH}\b",
    r"\b(?:d\.? ?o\.? ?b\b\.?|date of birth)[ :.,-]{0,3}(?:is |was )?([0-9][0-9 ./-]{1,10})",
    r"\b(?:born|died|dated)(?: on)?(?: the)? [0-9]{1,2}[./-][0-9]{1,2}(?![./-]?[0-9])",
)
_GAP = r"[ ._:/,-]{0,3}"
NHS_NUMBERS = (
    rf"(?<![0-9])[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}(?![0-9])",
    r"(?<![0-9])[0-9]{5}[ .-][0-9]{5}(?![0-9])",
    r"(?<![0-9])(?<![0-9][ .-])[0-9](?:[ .-][0-9]){9}(?![0-9])(?![ .-][0-9])",
    r"(?<![0-9])(?<![0-9][ .-])[0-9]{2}(?:[ .-][0-9]{2}){4}(?![0-9])(?![ .-][0-9])",
)
PHONES = (
    r"(?<![0-9.])(?:\(?(?:\+|0 ?0) ?44\)?[ .-]{0,2}(?:\( ?0 ?\)|0)?|\(?0)(?:[ .()/-]{0,3}[0-9]){9,10}(?![0-9])",
    r"(?<![0-9])\+ ?[1-9][0-9]{0,2}(?:[ .()-]{0,2}[0-9]){7,12}(?![0-9])",
    r"\b(?:tel|telephone|phone|mobile|mob|ring|text|whatsapp)\b[a-z .:]{0,16}((?:[0-9][ -]?){5,11}[0-9])(?![0-9])",
)
_CODE = r"[0-9][A-BD-HJLNP-UW-Z]{2}"
POSTCODES = (
    rf"(?<![a-z0-9])[A-Z]{{1,2}}[0-9][A-Z0-9]?[ -]{{0,2}}{_CODE}(?![a-z0-9])",
    r"(?-i:(?<![A-Za-z0-9])[A-Z] ?[A-Z]? ?[0-9][A-Z0-9]?[ -]{0,2}[0-9] ?[A-Z] ?[A-Z](?![A-Za-z0-9]))",
    r"\bpost ?code[a-z :]{0,10} [A-Z]{1,2}[0-9][A-Z0-9]?(?![a-z0-9])",
)
_LOCAL = r"(?<![\w.%+'-])[\w.%+'-]++"
EMAILS = (
    rf"{_LOCAL}@[\w.-]{{1,253}}",
    rf"{_LOCAL} @ ?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}",
    rf"{_LOCAL}@ [\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}",
    rf"{_LOCAL} ?[(\[{{]? ?\bat\b ?[)\]}}]? ?[\w-]{{1,63}}(?: ?[(\[{{]? ?\bdot\b ?[)\]}}]? ?[\w-]{{1,30}}){{1,4}}",
    rf"{_LOCAL} ?[(\[{{] ?at ?[)\]}}] ?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}",
    r"'@[\w.-]{1,253}",
)
PUPIL_NUMBERS = (r"(?<![a-z0-9])[A-HJ-NP-RTW-Z](?:[ -]?[0-9]){11}[ -]?[A-Z0-9](?![a-z0-9])",)
INSURANCE_NUMBERS = (r"(?<![a-z0-9])[A-Z] ?[A-Z][ -]?(?:[0-9][ -]?){6}[A-D](?![a-z0-9])",)
_PLATFORM = (
    r"snap(?:chat)?|insta(?:gram)?|tik ?tok|facebook|fb|twitter|discord|whatsapp|telegram|xbox|roblox"
    r"|gamer ?tag|user ?name|handle"
)
HANDLES = (
    r"(?<![\w@.])@[a-z_][\w.]{1,30}",
    (
        rf"\b(?:{_PLATFORM})(?: (?:name|id|handle|username|user|account|tag))?"
        rf"(?:'s| is| was| called)?[ :=]{{1,3}}(?=[a-z]{{0,30}}[0-9_.]\w)[\w.]{{3,30}}"
    ),
    r"\b(?:facebook|instagram|tiktok|twitter|snapchat|linkedin|x)\.com/[\w.@/-]{2,60}",
)
_ROAD = (
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Way|Crescent|Cres|Court|Gardens|Grove|Place|Terrace"
    r"|Walk|Hill|Row|Square|Mews|Rise|Park|Green|View|Parade|Quay|Cottages?|House|Buildings)"
)
STREETS = (
    rf"(?-i:(?<![0-9A-Za-z])[0-9]{{1,4}}[A-Za-z]?,? (?:[A-Z][a-z'.-]{{1,20}} ){{1,3}}{_ROAD}(?![A-Za-z]))",
    r"(?<![0-9a-z])[0-9]{1,4}[a-z]? [a-z'-]{2,20} (?:[a-z'-]{2,20} )?(?:road|street|avenue|lane|crescent)(?! ?clos)(?![a-z])",
    r"(?-i:(?<![A-Za-z])(?:[A-Z][a-z'-]{1,20} ){1,3}(?:Road|Street|Avenue|Lane|Crescent|Close|Terrace|Gardens)(?![A-Za-z]))",
    r"\b(?:flat|apartment|apt)\.? [0-9]{1,4}[a-z]?(?![a-z0-9])",
)
_GENERIC = (
    r"(?:The|A|An|Each|Every|Any|All|Some|No|Our|Your|This|That|His|Her|Their|My|In|At|From|To|For|Of|By|When"
    r"|If|And|But|As|On|Primary|Secondary|High|Junior|Infant|First|Middle|Upper|Lower|Special|Grammar|Nursery"
    r"|Boarding|Designated|Virtual|Royal|Pre|State|Local|Previous|New|Home|After|Before|Both|Private"
    r"|Independent|Maintained|GP|Day|Free|Faith|Community|Police|Children's)"
)
_PROPER = rf"(?<![\w'])(?!{_GENERIC}\b)[A-Z][\w'.-]{{0,24}}"
_SCHOOL_WORDS = r"(?: (?:[A-Z][\w'.-]{0,24}|of|and|the|&)){0,4}"
SCHOOLS = (
    rf"(?-i:{_PROPER}{_SCHOOL_WORDS} (?:School|Academy|College|Nursery|Pre-?[Ss]chool|Playgroup|Surgery)(?![a-z]))",
    (
        r"(?-i:(?<!\w)The [A-Z][\w'.-]{2,24} (?:School|Academy|Surgery)(?![a-z])"
        r"(?<!Primary School)(?<!High School)(?<!Virtual School))"
    ),
    rf"(?-i:{_PROPER}(?: [A-Z][\w'.-]{{0,24}}){{0,2}} (?:Primary|Infants|Juniors)(?![a-z])(?! [Cc]are))",
    (
        r"\b(?:st|saint)\.? [a-z']{3,20} (?:c ?of ?e |rc |catholic )?"
        r"(?:primary|infant|junior|first|middle|high|secondary|nursery|school|academy)"
    ),
)
_NO_NAME = (
    r"(?:The|A|An|Child|Children|Sibling|Siblings|Adult|Baby|Person|Mother|Father|Partner|Professional"
    r"|Practitioner|Police|Health|Social|Service|Services|NHS|Agency|Agencies|Partnership|Review|Report|Team"
    r"|Board|Panel|Early|Family|Local|Working|Together|Council|Court|Hospital|School|Nursery|Education|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Year|Month|Week|Section|Finding|Recommendation|Action|Polish"
    r"|Romanian|English|Welsh|British|Asian|Black|White|In|On|At|And|But|Or|If|When|While|As|For|From|To|Of|By"
    r"|With|He|She|They|It|We|You|His|Her|Their|My|Our|Your|This|That|These|Those|There|Who|Which|Not|No|Yes|So"
    r"|Then|Also|After|Before|During|Because|Childline|MARAC|MASH|CAMHS|GP|DNA|ICPC|EHCP|PLO|Unborn|Visitor"
    r"|Worker|Nurse|Doctor|Teacher|Midwife|Officer|Lead|Care|Act)"
)
_NAME = rf"(?!{_NO_NAME}(?![a-z]))[A-Z](?:[a-z'-]{{1,20}}|[A-Z'-]{{2,20}})(?:[A-Z][a-z'-]{{1,20}})?(?![\w])"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,2}}"
_ROLE = (
    r"(?i:social worker|key ?worker|support worker|youth worker|worker|health visitor|midwife|nurse|doctor"
    r"|teacher|head ?teacher|tutor|counsellor|foster carer|carer|coach|solicitor|mother|mum|mam|mummy|father"
    r"|dad|daddy|step-?(?:mother|father|mum|dad)|parents?|grand(?:mother|father|ma|dad|parents?)|nan|nana|gran"
    r"|granny|brother|sister|sibling|son|daughter|twin|aunt|auntie|uncle|cousin|boyfriend|girlfriend|partner"
    r"|husband|wife|friend|neighbour|ex)"
)
NAMES = (
    rf"(?<![\w]){_ROLE},? ({_NAMES})",
    (
        rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Rev|PC|DC|DS|DI|Sgt|Nurse|Midwife|Auntie?|Uncle)\.? "
        rf"(?!{_NO_NAME}(?![a-z]))[A-Z][A-Za-z'-]{{1,20}}"
    ),
    r"(?i:(?<!\w)(?:mrs?|dr)\.? [a-z][a-z'-]{2,20})",
    rf"(?i:(?<!\w)name(?: is| was|'s|:)?) ({_NAMES})",
    rf"(?i:(?<!\w)(?:named|(?:is|was|boy|girl|child|man|woman|person|someone|lad|baby) called)) ({_NAMES})",
    rf"({_NAME} {_NAME}), (?i:(?:the|my|his|her|their|our|a) {_ROLE})",
    rf"(?i:(?<!\w)(?:child|baby|sibling|adult|family|subject|young person|person)(?:[ -]\w{{1,3}})?) ?\((?:the )?({_NAMES})\)",
    rf"(?i:(?<!\w)(?:aka|also known as|real name|formerly|nee)):? ({_NAMES})",
)
_COUNT = (
    r"(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty)"
)
AGES = (
    rf"\b{_COUNT} (?:years?|months?|weeks?),? (?:{_COUNT} (?:months?|weeks?),? )?(?:and )?{_COUNT} days?\b",
    rf"\b{_COUNT}[ -]days?[ -]old\b",
    rf"\b(?:aged|age of) {_COUNT} days?\b",
    rf"\bday {_COUNT} of (?:his |her |their |the child's )?life\b",
)
_KEEPER = (
    r"(?:crime|police|incident|log|occurrence|custody|court|case|niche|cad|social care|hospital|file|client"
    r"|patient|pupil|mosaic|claim)"
)
REFERENCES = (
    (
        rf"\b{_KEEPER} (?:ref(?:erence)?|no|number|num|id)\b\.?(?: is| was)?"
        rf"[ :#.-]{{0,3}}(?=[a-z/-]{{0,12}}[0-9])[a-z0-9][\w/-]{{2,24}}"
    ),
    r"\bCAD ?[0-9]{3,10}\b",
    r"(?<![a-z0-9])[A-Z]{2}[0-9]{2}[CPZ][0-9]{5}(?![0-9])",
)
VEHICLES = (
    r"(?-i:(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2} ?[A-Z]{3}(?![A-Za-z0-9]))",
    r"\b(?:registration|reg|number ?plate|plate)\b[a-z :.]{0,10} [A-Z]{1,2}[0-9]{1,3} ?[A-Z]{3}(?![a-z0-9])",
)


def _joined(forms: tuple[str, ...], flags: re.RegexFlag = re.IGNORECASE) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, flags) for each in forms)


FORMS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "nhs-number": _joined(NHS_NUMBERS),
    "date": _joined(DATES),
    "postcode": _joined(POSTCODES),
    "phone": _joined(PHONES),
    "e-mail": _joined(EMAILS),
    "pupil-number": _joined(PUPIL_NUMBERS),
    "national-insurance": _joined(INSURANCE_NUMBERS),
    "handle": _joined(HANDLES),
    "street": _joined(STREETS),
    "school": _joined(SCHOOLS),
    "name": _joined(NAMES, re.NOFLAG),
    "age": _joined(AGES),
    "reference": _joined(REFERENCES),
    "vehicle": _joined(VEHICLES),
}
"""The patterns of each kind. They find too much rather than too little. A group is the part that identifies."""
