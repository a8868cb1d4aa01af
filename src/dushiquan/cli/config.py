"""``dsq config``: every setting, its value, and the source of the value."""

import typer

from dushiquan.cli.options import OutputFormat, say
from dushiquan.domain.settings import DEFAULTS
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.places import settings_path
from dushiquan.papers.labels import SETTING_MEANINGS
from dushiquan.sources.settings_file import read_settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def config(format: OutputFormat = None) -> None:
    """查看全部设置：名称、现值、来自何处、是什么意思。"""
    path = settings_path()
    settings, from_file = read_settings(path)
    format = format or default_format()
    rows = [
        {
            "name": name,
            "value": getattr(settings, name),
            "default": getattr(DEFAULTS, name),
            "source": str(path) if name in from_file else None,
            "meaning": meaning,
        }
        for name, meaning in SETTING_MEANINGS.items()
    ]
    if format is Format.JSON:
        write_json(rows)
        return
    headings = ("名称", "现值", "来自", "含义")
    texts = [(r["name"], str(r["value"]), "设置文件" if r["source"] else "默认", r["meaning"]) for r in rows]
    if format is not Format.TABLE:
        write_rows(format, headings, texts)
        return
    from dushiquan.formats.terminal import print_rows

    print_rows(headings, texts)
    if path is None:
        return
    how = "在用" if path.exists() else "还没有；要改哪项就写哪项，如 due_soon_days = 15"
    say(f"设置文件：{path}（{how}）")
