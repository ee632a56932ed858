#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes orders.csv: a day of orders as it arrives from shops, with the mistakes that such days have.

Usage: make_orders.py >orders.csv

The same file every time. All names and numbers are made up.
"""

import random
import sys

HEADER = "order_id,customer,account_password,clerk_badge_id,currency,unit_price,quantity"
NAMES = ["Ada Novak", "Ben Okafor", "Chloé Martin", "Dao Nguyen", "Eva Kováčová", "Farid Haddad", "Grete Müller"]
WORDS = ["harbour", "violet", "granite", "meadow", "copper", "lantern", "orchid", "summit"]
ROWS = 3000


def good_row(number, numbers):
    """Returns the columns of an order that settles."""
    return [
        str(100000 + number),
        numbers.choice(NAMES),
        f"{numbers.choice(WORDS)}-{numbers.choice(WORDS)}-{numbers.randrange(100, 1000)}",
        f"B{numbers.randrange(10000, 100000)}",
        numbers.choice(["EUR", "EUR", "EUR", "USD", "GBP", "CZK"]),
        f"{numbers.randrange(50, 20000) / 100:.2f}",
        str(numbers.randrange(1, 25)),
    ]


def spoil(row, kind):
    """Puts one mistake into the columns."""
    if kind == "letter in the price":
        row[5] = row[5].replace("0", "O").replace("1", "l") if set("01") & set(row[5]) else "l9.9O"
    elif kind == "comma in the price":
        row[5] = '"' + row[5].replace(".", ",") + '"'
    elif kind == "no price":
        row[5] = ""
    elif kind == "word for a quantity":
        row[6] = "a dozen"
    elif kind == "quantity beyond any number":
        row[6] = "99999999999"
    elif kind == "quantity of nothing":
        row[6] = "0"
    elif kind == "unknown currency":
        row[4] = "XTS"
    elif kind == "over the limit":
        row[5], row[6] = "999.99", "15"
    elif kind == "Latin-1 bytes":
        row[1], row[6] = b"Ren\xe9 Fa\xdfbender", "0"
    elif kind == "cut short":
        del row[4:]


KINDS = [
    "letter in the price",
    "comma in the price",
    "no price",
    "word for a quantity",
    "quantity beyond any number",
    "quantity of nothing",
    "unknown currency",
    "over the limit",
    "Latin-1 bytes",
    "cut short",
]


def main():
    numbers = random.Random(20261122)
    spoiled = dict(zip(sorted(numbers.sample(range(40, ROWS), 6 * len(KINDS))), KINDS * 6))
    out = sys.stdout.buffer
    out.write(HEADER.encode() + b"\n")
    for number in range(ROWS):
        row = good_row(number, numbers)
        if number in spoiled:
            spoil(row, spoiled[number])
        out.write(b",".join(part if isinstance(part, bytes) else part.encode() for part in row) + b"\n")


if __name__ == "__main__":
    main()
