"""The miner signs as the example of docs/miners.md says. Run by: python -m unittest, in this folder."""

import json
import pathlib
import re
import unittest

from eth_account import Account
from eth_account.messages import encode_typed_data

from miner import Refusal, http_answer, keywords, parsed

DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "miners.md"
EXAMPLE = json.loads(re.search("```json\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1])


class TestMiner(unittest.TestCase):
    def test_the_example(self):
        task, task_id = parsed({"task": EXAMPLE["task"], "taskId": EXAMPLE["taskId"]})
        result = keywords(task)
        self.assertEqual("0x" + result.hex(), EXAMPLE["result"])
        account = Account.from_key(EXAMPLE["privateKey"])
        typed = encode_typed_data(*http_answer(EXAMPLE, task_id, task, result, account.address))
        signature = "0x" + account.sign_message(typed).signature.hex().removeprefix("0x")
        self.assertEqual(signature, EXAMPLE["HttpAnswer"]["signature"])
        self.assertNotEqual(signature, EXAMPLE["DeskAnswer"]["signature"])

    def test_the_id_of_a_task_without_one_is_its_hash(self):
        _, task_id = parsed({"task": EXAMPLE["task"]})
        self.assertEqual("0x" + task_id.hex().removeprefix("0x"), EXAMPLE["taskHash"])

    def test_what_is_not_signed(self):
        for question, status in [
            ({"task": "x", "taskId": "0x12"}, 400),
            ({"task": "x", "chainId": 1}, 400),
            ({"task": "x \ud83d"}, 400),
            ({"task": " "}, 422),
        ]:
            with self.assertRaises(Refusal) as refused:
                parsed(question)
            self.assertEqual(refused.exception.args[0], status)


if __name__ == "__main__":
    unittest.main()
