"""Reads a JSON list of messages, each a list of blocks, and writes what slack_sdk has against each of them.

A block stands when slack_sdk can make it and says it again as it was: a key or a value that it does not know is lost.
"""
import json
import sys

from slack_sdk.models.blocks import Block


def objection(block):
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return "unknown type"
        said = parsed.to_dict()
    except Exception as error:
        return str(error)
    return None if said == block else "lost: " + json.dumps(said)


def objections(blocks):
    return [found for found in map(objection, blocks) if found is not None]


json.dump([objections(message) for message in json.load(sys.stdin)], sys.stdout)
