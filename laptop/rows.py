"""Made-up rows that look like the City's: the same every time, in the format of its CSV export."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

# Made-up ids begin here, far above the City's (14 million in 2026), so that real and made-up rows can be told apart.
FIRST_ID = 900_000_001

HEADER = [
    *("ID", "Case Number", "Date", "Block", "IUCR", "Primary Type", "Description", "Location Description", "Arrest"),
    *("Domestic", "Beat", "District", "Ward", "Community Area", "FBI Code", "X Coordinate", "Y Coordinate", "Year"),
    *("Updated On", "Latitude", "Longitude", "Location"),
]

# type, FBI code, share of all crimes, share that ends in an arrest, (IUCR, description)…; shares about as the City's.
KINDS = [
    ("THEFT", "06", 21.0, 0.12, [("0820", "$500 AND UNDER"), ("0810", "OVER $500"), ("0860", "RETAIL THEFT")]),
    ("BATTERY", "08B", 18.3, 0.23, [("0486", "DOMESTIC BATTERY SIMPLE"), ("0460", "SIMPLE")]),
    ("CRIMINAL DAMAGE", "14", 11.4, 0.07, [("1310", "TO PROPERTY"), ("1320", "TO VEHICLE")]),
    ("NARCOTICS", "18", 9.3, 0.99, [("1811", "POSS: CANNABIS 30GMS OR LESS"), ("2027", "POSS: CRACK")]),
    ("ASSAULT", "08A", 6.6, 0.23, [("0560", "SIMPLE"), ("051A", "AGGRAVATED: HANDGUN")]),
    ("OTHER OFFENSE", "26", 6.2, 0.18, [("2825", "HARASSMENT BY TELEPHONE"), ("2820", "TELEPHONE THREAT")]),
    ("BURGLARY", "05", 5.1, 0.06, [("0610", "FORCIBLE ENTRY"), ("0620", "UNLAWFUL ENTRY")]),
    ("MOTOR VEHICLE THEFT", "07", 5.0, 0.09, [("0910", "AUTOMOBILE"), ("0930", "THEFT/RECOVERY: AUTOMOBILE")]),
    ("DECEPTIVE PRACTICE", "11", 4.7, 0.17, [("1153", "FINANCIAL IDENTITY THEFT OVER $ 300"), ("1130", "FRAUD")]),
    ("ROBBERY", "03", 3.8, 0.10, [("0320", "STRONGARM - NO WEAPON"), ("031A", "ARMED: HANDGUN")]),
    ("CRIMINAL TRESPASS", "26", 2.7, 0.73, [("1330", "TO LAND"), ("1350", "TO STATE SUP LAND")]),
    ("WEAPONS VIOLATION", "15", 1.5, 0.81, [("143A", "UNLAWFUL POSS OF HANDGUN")]),
    ("ARSON", "09", 0.2, 0.13, [("1020", "BY FIRE")]),
    ("HOMICIDE", "01A", 0.2, 0.48, [("0110", "FIRST DEGREE MURDER")]),
]
PLACES = [
    "STREET",
    "RESIDENCE",
    "APARTMENT",
    "SIDEWALK",
    "PARKING LOT/GARAGE(NON.RESID.)",
    "ALLEY",
    "SCHOOL, PUBLIC, BUILDING",
]
STREETS = [
    "STATE ST",
    "MICHIGAN AVE",
    "HALSTED ST",
    "WESTERN AVE",
    "PULASKI RD",
    "DR MARTIN LUTHER KING JR DR",
    "77TH ST",
]
TIME = "%m/%d/%Y %I:%M:%S %p"


def write(file: Path, count: int) -> None:
    """Writes `count` rows with a header; the same bytes for the same count."""
    with file.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def rows(count: int) -> Iterator[list[str]]:
    """`count` rows of 22 text fields, spread evenly over 2024; ids rise with gaps, as the City's do."""
    chance = random.Random(20240101)
    shares = [kind[2] for kind in KINDS]
    identifier = FIRST_ID
    for number in range(count):
        identifier += chance.randint(1, 3)
        occurred = datetime(2024, 1, 1) + timedelta(minutes=int(number * 366 * 24 * 60 / count))
        yield row(chance, identifier, occurred, chance.choices(KINDS, shares)[0])


def row(chance: random.Random, identifier: int, occurred: datetime, kind: tuple) -> list[str]:
    primary_type, fbi_code, _, arrested, descriptions = kind
    iucr, description = chance.choice(descriptions)
    beat = chance.randint(111, 2535)
    x, y = chance.randint(1_094_000, 1_205_000), chance.randint(1_813_000, 1_951_000)
    latitude, longitude = f"{41.64 + (y - 1_813_000) * 2.744e-6:.9f}", f"{-87.94 + (x - 1_094_000) * 3.6e-6:.9f}"
    located = chance.random() > 0.011
    return [
        str(identifier),
        f"JH{identifier % 1_000_000:06d}",
        occurred.strftime(TIME),
        f"{chance.randint(0, 129):03d}XX {chance.choice('NSEW')} {chance.choice(STREETS)}",
        iucr,
        primary_type,
        description,
        chance.choice(PLACES) if chance.random() > 0.0015 else "",
        str(chance.random() < arrested).lower(),
        str(chance.random() < 0.14).lower(),
        f"{beat:04d}",
        f"{beat // 100:03d}",
        str(chance.randint(1, 50)),
        str(chance.randint(1, 77)),
        fbi_code,
        str(x) if located else "",
        str(y) if located else "",
        str(occurred.year),
        (occurred + timedelta(days=7, minutes=chance.randint(0, 1440))).strftime(TIME),
        latitude if located else "",
        longitude if located else "",
        f"({latitude}, {longitude})" if located else "",
    ]
