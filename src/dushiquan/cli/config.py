"""``dsq config``: every setting, its value, and the source of the value; change one."""

from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import OutputFormat, offers
from dushiquan.cli.talk import say
from dushiquan.domain.names import instead
from dushiquan.domain.settings import DEFAULTS
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.places import settings_path
from dushiquan.papers.labels import SETTING_MEANINGS
from dushiquan.sources.settings_file import read_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(context_settings={"ignore_unknown_options": True})  # so that -2 is a value
def config(
    name: Annotated[
        str, typer.Argument(metavar="[名称]", help="只看或改哪一项。", autocompletion=offers("settings"))
    ] = "",
    value: Annotated[
        str | None, typer.Argument(metavar="[值]", help="改为多少；写“默认”即改回默认值。")
    ] = None,
    format: OutputFormat = None,
) -> None:
    """查看全部设置：名称、现值、来自何处、是什么意思；写名称和值即改。"""
    path = settings_path()
    if value is not None:
        _change(path, name, value)
        return
    settings, from_file = read_settings(path)
    if name not in ("", *SETTING_MEANINGS):
        raise UsageError(f"没有设置“{name}”{instead(name, ((each, each) for each in SETTING_MEANINGS))}")
    format = format or default_format()
    rows = [
        {
            "name": key,
            "value": getattr(settings, key),
            "default": getattr(DEFAULTS, key),
            "source": str(path) if key in from_file else None,
            "meaning": meaning,
        }
        for key, meaning in SETTING_MEANINGS.items()
        if name in ("", key)
    ]
    if format is Format.JSON:
        write_json(rows)
        return
    headings = ("名称", "现值", "来自", "含义")
    texts = [(r["name"], str(r["value"]), "设置文件" if r["source"] else "默认", r["meaning"]) for r in rows]
    write_rows(format, headings, texts)
    if format is not Format.TABLE or path is None:
        return
    how = "在用" if path.exists() else "还没有；要改哪项，如 dsq config due_soon_days 15"
    say(f"设置文件：{path}（{how}）")


def _change(path: Path | None, name: str, value: str) -> None:
    if path is None:
        raise UsageError("没有家目录（HOME 没有设），设置没有地方放。")
    from dushiquan.sources.setting_writer import write_setting

    was, now = (str(getattr(each, name)) or "（空）" for each in write_setting(path, name, value))
    say(f"{name}（{SETTING_MEANINGS[name]}）：{was} → {now}。")
