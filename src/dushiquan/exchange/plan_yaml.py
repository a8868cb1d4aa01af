"""A plan file in YAML, as text with line numbers: what each field means is for ``plan_fields``.

Everything is read as text (``007`` stays "007", ``no`` stays "no", a day is not parsed), and a key that
stands twice is a problem, where YAML would let the last one win.
"""

from pathlib import Path

import yaml

from dushiquan.exchange.files import read_bytes, unusable
from dushiquan.exchange.problems import Problem
from dushiquan.exchange.tree import Node

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path) -> tuple[Node, list[Problem]]:
    """Read a YAML file as a tree; raise ``PlanFileError`` where it cannot be read as YAML at all."""
    try:
        node = yaml.compose(read_bytes(path).decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise unusable(path, f"不是 UTF-8 文字（第{error.start}字节）；请另存为 UTF-8 编码。") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = f"不合 YAML 格式（{error.problem}）；请检查缩进、冒号和引号。"
        raise unusable(path, message, line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise unusable(path, "含有 YAML 不允许的字符或结构；请检查文件。") from error
    problems: list[Problem] = []
    return (_tree(node, path, problems, set()) if node else Node({}, 1)), problems


def _tree(node: yaml.Node, path: Path, problems: list[Problem], seen: set[int]) -> Node:
    """A node as text, lists and fields. A reference (``*name``) could hold itself: refused."""
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise unusable(path, "不能用引用（& 和 *）；请写出内容。", line)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in fields:
                message = f"“{name}”出现了两次；请只留一个。"
                problems.append(Problem(path.name, key.start_mark.line + 1, None, name, message))
            fields[name] = _tree(value, path, problems, seen)
        return Node(fields, line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_tree(child, path, problems, seen) for child in node.value], line)
    return Node(str(node.value).strip(), line)
