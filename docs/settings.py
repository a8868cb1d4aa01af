"""Writes docs/settings.md from the program's settings: ``python docs/settings.py > docs/settings.md``."""

from dushiquan.domain.settings import DEFAULTS
from dushiquan.papers.labels import SETTING_MEANINGS

HEAD = """\
# 设置

由 `docs/settings.py` 按程序写成，有测试核对。

`dsq config` 列出全部设置、现值和来处；`dsq config due_soon_days 15` 改一项，写“默认”即改回。
设置写在用户配置目录的 `settings.toml` 里，一行一项，如 `due_soon_days = 15`，也可以自己编辑；
写错了的，每条命令都会指出来，不会按错的算。

改了以后，以前的报告再印时也按新的设置算。

| 名称 | 默认 | 意思 |
|---|---|---|
"""

TAIL = """
逾期多少天由哪一级过问，写在计划文件的 `levels` 里，见 [plan-file.md](plan-file.md)，不是设置。

环境变量：

| 变量 | 意思 |
|---|---|
| `DSQ_DB` | 台账文件，同 `--db` |
| `DSQ_PLAN` | 用哪些计划，同 `--plan` |
| `DSQ_USER` | 由谁录入，先于设置里的 `user` |
| `DSQ_TODAY` | 当作今天的日子，如 2011-06-30；试用、补印时用 |
| `PYTHONUTF8=1` | 输出一律用 UTF-8；Windows 上把输出写进文件或交给别的程序时用 |
"""


def settings_markdown() -> str:
    """Every setting with its default and its meaning, in the order of ``dsq config``."""
    rows = [
        f"| `{name}` | {'（空）' if default == '' else default} | {SETTING_MEANINGS[name]} |\n"
        for name, default in DEFAULTS._asdict().items()
    ]
    return HEAD + "".join(rows) + TAIL


if __name__ == "__main__":
    print(settings_markdown(), end="")
