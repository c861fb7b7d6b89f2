"""Reads a JSON list of messages, each a list of blocks, and of views, and writes what slack_sdk has against each of them.

A block or view stands when slack_sdk can make it and says it again as it was: a key or a value that it does not know is
lost.
"""
import json
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def objection(block):
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return "unknown type"
        said = parsed.to_dict()
    except Exception as error:
        return str(error)
    return None if said == block else "lost: " + json.dumps(said)


def objection_to_view(view):
    try:
        said = View(**view).to_dict()
    except Exception as error:
        return str(error)
    return None if said == view else "lost: " + json.dumps(said)


def objections(said):
    found = [objection_to_view(said)] if isinstance(said, dict) else map(objection, said)
    return [one for one in found if one is not None]


json.dump([objections(said) for said in json.load(sys.stdin)], sys.stdout)
