"""A miner of a Tensora subnet with the model `keywords`, by nothing but docs/miners.md.

Environment: RPC_URL, SUBNET_REGISTRY, TORA, SUBNET (the subnet's name), PRIVATE_KEY (of an account with some BNB and the
registration fee in TORA), PORT (0 for a free one), optionally HOST.
"""

import json
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from eth_account import Account
from eth_account.messages import encode_typed_data
from web3 import Web3

COMMON = set(
    "a an and are as at be been but by can do does for from had has have he her his how i if in into is it its me more my "
    "no not of on or our out she so some than that the their them then there they this to up us was we were what when where "
    "which who why will with would you your".split()
)


def phrases(text):
    """Runs of words between common words and punctuation."""
    # An underscore is no letter: it parts clauses as punctuation does.
    for clause in re.split(r"(?:[^\w\s'-]|_)+", text.lower()):
        run = []
        for word in clause.split():
            if word not in COMMON:
                run.append(word)
            elif run:
                yield tuple(run)
                run = []
        if run:
            yield tuple(run)


def keywords(text):
    """Rapid Automatic Keyword Extraction: the five best phrases, the best first, by lines."""
    runs, frequency, degree = list(phrases(text)), {}, {}
    for run in runs:
        for word in run:
            frequency[word] = frequency.get(word, 0) + 1
            degree[word] = degree.get(word, 0) + len(run)
    scores = {" ".join(run): sum(degree[word] / frequency[word] for word in run) for run in runs}
    return "\n".join(sorted(scores, key=lambda phrase: (-scores[phrase], phrase))[:5]).encode()


def abi(name, inputs, outputs=(), components=()):
    output = [{"type": kind, "components": list(components)} if components else {"type": kind} for kind in outputs]
    return {"type": "function", "name": name, "stateMutability": "view" if outputs else "nonpayable",
            "inputs": [{"name": "", "type": kind} for kind in inputs], "outputs": output}


PARTS = ["name", "subnet", "consensus", "stakePool", "minerRegistry", "inferenceDesk", "retired"]
SUBNET = [{"name": part, "type": "string" if part == "name" else "bool" if part == "retired" else "address"} for part in PARTS]
MINER = [{"name": name, "type": kind} for name, kind in
         [("account", "address"), ("signer", "address"), ("uid", "uint16"), ("since", "uint64"), ("endpoint", "string")]]


class Miner:
    def __init__(self, chain, account, registry, name):
        self.chain, self.account, self.chain_id = chain, account, chain.eth.chain_id
        contract = chain.eth.contract(registry, abi=[abi("count", [], ["uint256"]), abi("subnetOf", ["uint256"], ["tuple"], SUBNET)])
        all_subnets = [contract.functions.subnetOf(i + 1).call() for i in range(contract.functions.count().call())]
        self.subnet = [dict(zip(PARTS, each)) for each in all_subnets if each[0] == name and not each[6]][-1]
        self.desk, self.address = self.subnet["inferenceDesk"], self.subnet["subnet"]

    def send(self, call):
        transaction = call.build_transaction({"from": self.account.address, "nonce": self.chain.eth.get_transaction_count(self.account.address)})
        # The block that it gets into may be of another epoch, where the same call costs more.
        transaction["gas"] = transaction["gas"] * 3 // 2
        sent = self.chain.eth.send_raw_transaction(self.account.sign_transaction(transaction).raw_transaction)
        receipt = self.chain.eth.wait_for_transaction_receipt(sent, timeout=60)
        if receipt["status"] != 1:
            raise RuntimeError(f"transaction {sent.hex()} failed")

    def register(self, tora, endpoint):
        """Takes a place in the subnet, or tells it of another endpoint."""
        registry = self.chain.eth.contract(self.subnet["minerRegistry"], abi=[
            abi("register", ["address", "string"]), abi("update", ["address", "string"])])
        if self.is_registered():
            return self.send(registry.functions.update(self.account.address, endpoint))
        token = self.chain.eth.contract(tora, abi=[abi("approve", ["address", "uint256"])])
        self.send(token.functions.approve(registry.address, 10**18))
        self.send(registry.functions.register(self.account.address, endpoint))

    def is_registered(self):
        registry = self.chain.eth.contract(self.subnet["minerRegistry"], abi=[abi("miners", [], ["tuple[]"], MINER)])
        return any(miner[0] == self.account.address for miner in registry.functions.miners().call())

    def answer(self, question):
        """The result of a task, and the signature over it."""
        task, task_id = parsed(question)
        result = keywords(task)
        place = {"chainId": self.chain_id, "desk": self.desk, "subnet": self.address}
        typed = http_answer(place, task_id, task, result, self.account.address)
        signed = self.account.sign_message(encode_typed_data(*typed))
        return {"result": "0x" + result.hex(), "signature": "0x" + signed.signature.hex().removeprefix("0x")}


FIELDS = [("subnet", "address"), ("taskId", "bytes32"), ("taskHash", "bytes32"), ("resultHash", "bytes32"), ("miner", "address")]


def http_answer(place, task_id, task, result, miner):
    """What a miner signs for whoever asks over HTTP, and never for a request at the desk: see docs/miners.md."""
    domain = {"name": "Tensora Inference", "version": "1", "chainId": place["chainId"], "verifyingContract": place["desk"]}
    message = {"subnet": place["subnet"], "taskId": task_id, "taskHash": Web3.keccak(text=task),
               "resultHash": Web3.keccak(result), "miner": miner}
    return domain, {"HttpAnswer": [{"name": name, "type": kind} for name, kind in FIELDS]}, message


class Refusal(Exception):
    """A request that is refused: a status, and the reason."""


def parsed(question):
    """A task and its id, of what was posted."""
    if not isinstance(question, dict) or set(question) - {"task", "taskId"} or not isinstance(question.get("task"), str):
        raise Refusal(400, "send a task (text) and optionally a taskId")
    task, task_id = question["task"], question.get("taskId")
    if task_id is not None and not (isinstance(task_id, str) and re.fullmatch("0x[0-9a-fA-F]{64}", task_id)):
        raise Refusal(400, "taskId: must be 32 bytes in hex")
    # Half of a surrogate pair: it has no UTF-8 that could be hashed.
    if re.search("[\ud800-\udfff]", task):
        raise Refusal(400, "task: is not Unicode text")
    if not task.strip() or len(task) > 4096:
        raise Refusal(422, "the task must have 1 to 4096 characters")
    return task, Web3.keccak(text=task) if task_id is None else bytes.fromhex(task_id[2:])


LONGEST_BODY = 16_384


def serve(miner, host, port):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/health":
                return self.reply(404, {"error": "use POST /infer or GET /health"})
            well = miner.is_registered()
            self.reply(200 if well else 503, {"healthy": well})

        def do_POST(self):
            try:
                length = int(self.headers.get("content-length", "0"))
                if self.path != "/infer":
                    raise Refusal(404, "use POST /infer or GET /health")
                if length > LONGEST_BODY:
                    raise Refusal(413, f"the body must not exceed {LONGEST_BODY} bytes")
                self.reply(200, miner.answer(json.loads(self.rfile.read(length))))
            except Refusal as refusal:
                status, reason = refusal.args
                self.reply(status, {"error": reason})
            except ValueError:
                self.reply(400, {"error": "the body is not valid JSON"})

        def reply(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = ThreadingHTTPServer((host, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


if __name__ == "__main__":
    env = os.environ
    chain = Web3(Web3.HTTPProvider(env["RPC_URL"]))
    host = env.get("HOST", "127.0.0.1")
    miner = Miner(chain, Account.from_key(env["PRIVATE_KEY"]), env["SUBNET_REGISTRY"], env["SUBNET"])
    port = serve(miner, host, int(env.get("PORT", "0")))
    miner.register(env["TORA"], f"http://{host}:{port}")
    print(f"{miner.account.address} mines {env['SUBNET']} at http://{host}:{port}", flush=True)
    while True:
        time.sleep(60)
