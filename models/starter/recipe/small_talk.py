"""Greetings, titles, and the honest answer to everything that a small model cannot do."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from assistant.core import titles
from assistant.core.messages import Turn
from assistant.core.starter import FALLBACK, FALLBACK_ZH
from models.starter.recipe import words
from models.starter.recipe.sample import Sample, chat
from models.starter.recipe.typed import typed

GREETING = (
    "Hello! I am the small starter model of Inkstone. Ask me about Inkstone, or give me a text."
)
GREETING_ZH = "你好！我是 Inkstone 自带的小模型。可以问我 Inkstone 的用法，或者给我一段文字。"
THANKS = "You are welcome."
GOODBYE = "Goodbye."
WHO = (
    "I am the small starter model that comes with Inkstone. I can answer questions about Inkstone "
    "and about a text you give me, correct simple errors, translate everyday sentences and tell a "
    "short story. For more, get a bigger model: open Models (Ctrl+5)."
)

_HELLO = (
    "Hello", "Hi", "Hi!", "Hello!", "Hey", "Good morning", "Good evening", "Hello there",
    "hi there", "hello", "Good afternoon!", "Hey there!", "Greetings", "How are you?",
    "Hi, how are you?", "Hello, how are you?", "What's up?", "Hello again", "Hi again!", "Hiya",
    "Hello, Inkstone", "Anybody there?", "Are you there?", "Nice to meet you.", "Morning",
)  # fmt: skip
_HELLO_ZH = ("你好", "您好", "你好！", "早上好", "嗨", "晚上好")
_THANKS = (
    "Thanks",
    "Thank you",
    "Thank you!",
    "Thanks a lot.",
    "Great, thanks",
    "thank you very much",
    "Thanks!",
    "Many thanks",
    "Thanks, that helps.",
    "OK, thanks",
    "OK",
    "Ok, got it.",
    "Great!",
    "Perfect!",
    "Cool",
    "Nice!",
    "That was helpful.",
    "thx",
    "Got it",
)
_BYE = ("Bye", "Goodbye", "See you", "bye", "Good night", "See you tomorrow!", "Bye bye", "Ciao")
_WHO = (
    "Who are you?", "What are you?", "What can you do?", "What is your name?",
    "Which model is this?",
    "Are you ChatGPT?", "What do you know?", "How can you help me?", "Help", "help me",
    "What can I ask you?", "Who am I talking to?", "Are you an AI?", "Are you a bot?",
    "Are you human?", "Tell me about yourself.", "What are you good at?",
    "What else can you do?", "How big are you?", "Who made you?", "What model are you?",
)  # fmt: skip

_SUBJECTS = [
    "black holes",
    "photosynthesis",
    "the French Revolution",
    "inflation",
    "quantum mechanics",
    "volcanoes",
    "jazz",
    "the stock market",
    "climate change",
    "vaccines",
    "the Roman Empire",
    "chess",
    "machine learning",
    "gravity",
    "plate tectonics",
    "the internet",
    "evolution",
    "football",
    "the Cold War",
    "renaissance art",
    "sleep",
    "coffee",
    "electric cars",
    "the moon",
    "democracy",
    "poetry",
    "migraine",
    "contracts",
    "taxes",
    "yoga",
    "bread baking",
]
_ASKED = (
    "What is the capital of {n}?", "Explain {s}.", "Explain {s} to a child.", "How does {s} work?",
    "Write a Python function that {f}.", "Write a poem about {s}.", "What happened in {y}?",
    "Who was {p}?", "How do I {h}?", "Can you {h}?", "Give me a recipe for {e}.",
    "What is {m} times {k}?",
    "Solve {m}x + {k} = {j}.", "What is the best {t} for {s}?", "Write an essay on {s}.",
    "Why is {s} important?", "List ten facts about {s}.", "Compare {s} and {s2}.",
    "What should I do if {q}?", "Plan a trip to {n}.", "Is {s} dangerous?", "Who invented {s}?",
    "When did {s} begin?", "Write a letter to {p} about {s}.", "Debug this code:\n{c}",
    "What does {w} mean?", "What is {w}?", "Tell me about {s}.", "How old is {p}?", "Define {s}.",
    "Recommend a book about {s}.", "Act as a {r} and {h}.", "Imagine you are a {r}. {q2}",
    "{w} {w2} {w3}", "How many {t}s are there in {n}?", "What's the news about {s}?",
    "What is the weather in {n}?", "Convert {m} miles to kilometres.", "Give me advice on {s}.",
    "Which is better, {s} or {s2}?", "I feel sad because of {s}.", "What is the meaning of life?",
    "Make a table of {s} by year.", "Write SQL that {f}.", "What do you think about {s}?",
)  # fmt: skip
_ASKED_ZH = (
    "{z}是什么？", "请解释{z}。", "写一首关于{z}的诗。", "{z}和{z2}有什么区别？", "怎样学习{z}？",
    "给我讲讲{z}。", "为什么{z}很重要？", "请写一篇关于{z}的文章。", "{m}乘以{k}等于多少？",
)  # fmt: skip
_ZH = [
    "人工智能",
    "黑洞",
    "历史",
    "音乐",
    "经济",
    "健康",
    "足球",
    "春天",
    "围棋",
    "量子力学",
    "电影",
    "股票",
    "茶",
    "书法",
    "天气",
    "宇宙",
    "数学",
]
_BEYOND = Path(__file__).with_name("beyond.txt")
"""More questions of the kind, one a line, with the same {slots}."""
_LANGUAGES = (
    "Spanish", "French", "German", "Chinese", "Italian", "Japanese", "Arabic", "Russian", "Latin",
    "Dutch", "Korean", "Polish",
)  # fmt: skip
_FUNCTIONS = (
    "sorts a list", "reverses a string", "reads a file", "finds prime numbers", "adds two numbers",
    "counts words", "downloads a page", "joins two tables", "parses JSON", "computes the mean",
)  # fmt: skip
_HOW = (
    "fix a bicycle", "lose weight", "learn guitar", "cook rice", "write a novel", "tie a tie",
    "invest money", "repair my phone", "speak in public", "grow tomatoes", "sleep better",
    "prepare for an interview", "install Linux", "remove a stain", "train my dog",
)  # fmt: skip
_WHAT_IF = (
    "my car does not start", "I lost my passport", "it rains", "my friend is angry",
    "I have a headache", "the baby cries", "I forgot my password", "the oven is broken",
)  # fmt: skip
_CODE = (
    "for i in range(10): print(i)", "if (x > 0) { return x; }", "SELECT * FROM t;", "int main() {}",
    "def f(x): return x + 1", "console.log('hi')", "while True: pass", "<div>text</div>",
)  # fmt: skip


def greeting(chance: Random) -> Sample:
    """Hello, thanks, goodbye, and who are you."""
    said, answer = chance.choice((
        (_HELLO, GREETING), (_HELLO, GREETING), (_HELLO_ZH, GREETING_ZH), (_THANKS, THANKS),
        (_BYE, GOODBYE), (_WHO, WHO), (_WHO, WHO),
    ))  # fmt: skip
    return chat("greet", _carelessly(chance, chance.choice(said)), answer)


def _carelessly(chance: Random, said: str) -> str:
    """In small letters, with another mark at the end, or none."""
    if chance.random() < 0.4:
        said = said.lower()
    if chance.random() < 0.3:
        said = said.rstrip("?.!！") + chance.choice(("", "", ".", "!", "!!", " :)"))
    return said


@cache
def _beyond() -> tuple[str, ...]:
    return tuple(_BEYOND.read_text("utf-8").splitlines())


def question(chance: Random) -> str:
    """Something that a small model should not try."""
    ways = _ASKED if chance.random() < 0.2 else _beyond()  # the former vary more
    return chance.choice(ways).format(
        n=words.place(chance), s=_subject(chance), s2=_subject(chance), f=chance.choice(_FUNCTIONS),
        y=words.year(chance), p=words.person(chance), h=chance.choice(_HOW),
        e=chance.choice(words.FOODS), m=chance.randint(2, 999), k=chance.randint(2, 999),
        j=chance.randint(2, 999), t=chance.choice(words.THINGS), q=chance.choice(_WHAT_IF),
        q2=chance.choice(("What do you say?", "Introduce yourself.", "Give a speech.")),
        c=chance.choice(_CODE), w=words.invented(chance), w2=words.invented(chance),
        w3=words.invented(chance), r=chance.choice(words.JOBS), n2=words.place(chance),
        a=chance.choice(words.ANIMALS), a2=chance.choice(words.ANIMALS),
        e2=chance.choice(words.FOODS), t2=chance.choice(words.THINGS),
        f2=chance.choice(_FUNCTIONS), d=chance.choice(words.WEEKDAYS),
        o=chance.choice(words.MONTHS), l=chance.choice(_LANGUAGES),
    )  # fmt: skip


def fallback(chance: Random) -> Sample:
    """Real questions, Chinese ones, and things that are no question at all."""
    kind = chance.random()
    if kind < 0.15:
        said = chance.choice(_ASKED_ZH).format(
            z=chance.choice(_ZH),
            z2=chance.choice(_ZH),
            m=chance.randint(2, 99),
            k=chance.randint(2, 99),
        )
        return chat("fallback", said, FALLBACK_ZH)
    if kind < 0.35:
        return chat("fallback", _noise(chance), FALLBACK)
    said = question(chance)
    if chance.random() < 0.2:
        said = f"{said} {question(chance)}"
    return chat("fallback", typed(chance, said), FALLBACK)


def title(chance: Random) -> Sample:
    """The title of a conversation: the beginning of what was said."""
    said = question(chance)
    asked = titles.title_request((Turn("user", said), Turn("assistant", FALLBACK)), "").turns
    named = " ".join(said.split()[:6]).rstrip(".?!,:;")
    return Sample("title", asked, named)


def _subject(chance: Random) -> str:
    return chance.choice(_SUBJECTS) if chance.random() < 0.7 else words.invented(chance)


_PLANES = ((0x20, 0x7E), (0x20, 0x7E), (0x00, 0x2FF), (0x370, 0xD7FF), (0x1F000, 0x1FAFF))
_BLOCK = 96
"""Scripts lie in blocks of about this many characters."""
_MARKS = (
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "[INST]",
    "</s>",
    "system:",
    "{{x}}",
    "```",
)


_LENGTHS = (1, 2, 5, 20, 60, 200, 400)


def _senseless(chance: Random) -> str:
    """Figures, or words of which few or many are put one after another."""
    length = chance.choice(_LENGTHS)
    if chance.random() < 0.3:
        return "".join(chance.choices("0123456789", k=length))
    lists = (words.FOODS, words.THINGS, words.ANIMALS, _HELLO, _SHORT_WORDS)
    some = [chance.choice(chance.choice(lists)).lower() for _ in range(chance.randint(1, 12))]
    some += [words.invented(chance) for _ in range(chance.randint(0, 3))]
    return " ".join(chance.choices(some, k=min(length, 80)))


_SHORT_WORDS = (
    "a", "of", "to", "in", "is", "it", "that", "was", "for", "on", "are", "with", "as", "at", "be",
    "this", "have", "or", "but", "not", "what", "all", "so", "up", "qwerty", "lol", "hmm", "xxx",
    "zzzzzz", "??", "!!", "--", "1", "22", "yes", "well", "uh", "la la", "jkl",
)  # fmt: skip


def _noise(chance: Random) -> str:
    """Characters of any script, code, words and figures without sense, or marks that look like
    control tokens."""
    kind = chance.random()
    if kind < 0.2:
        return chance.choice((" ", "")).join(chance.choices(_MARKS, k=chance.randint(1, 20)))
    if kind < 0.4:
        return "\n".join(chance.choice(_CODE) for _ in range(chance.randint(1, 30)))
    if kind < 0.6:
        return _senseless(chance)
    first, last = chance.choice(_PLANES)
    first = chance.randint(first, max(first, last - _BLOCK))
    length = chance.choice(_LENGTHS)
    text = "".join(chr(chance.randint(first, min(last, first + _BLOCK))) for _ in range(length))
    if chance.random() < 0.2:  # the same few again and again
        text = " ".join(chance.choices(text.split() or ["?"], k=chance.randint(2, 60)))
    return text[:400] if text.strip() else "?"
