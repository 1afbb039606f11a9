"""The results as tables: on the terminal, and as Markdown in bench/README.md."""

import re
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .contestants import PEERS
from .results import BASELINE, Results, Run, ratio

HEADINGS = ("", "wall s", "client CPU s", "server CPU s", "CPU ×", "peak RSS MiB", "written MB")
MARKED = re.compile(r"(<!-- results -->\n).*?(<!-- end of results -->)", re.DOTALL)


def cells(found: Results, peer: str, count: int) -> list[str]:
    median, baseline = found.median(peer, count), found.median(BASELINE, count)
    if median is None:
        return ["failed"]
    return [
        f"{median.wall:.1f}",
        f"{median.client_cpu:.1f}",
        f"{median.server_cpu:.1f}",
        f"{cpu(median) / cpu(baseline):.2f}" if baseline else "",
        f"{median.peak_rss / 2**20:,.0f}",
        f"{median.bytes / 1e6:,.0f}" if median.bytes else "",
    ]


def cpu(run: Run) -> float:
    """Of both sides: what the client saves at the server's cost is not saved."""
    return run.client_cpu + run.server_cpu


def show(found: Results, count: int, console: Console) -> None:
    table = Table(*HEADINGS, title=f"{count:,} rows, medians of {found.facts['rounds']}; CPU × is against {BASELINE}")
    for column in table.columns[1:]:
        column.justify = "right"
    for peer in found.peers:
        table.add_row(title(peer), *cells(found, peer, count))
    table.columns[0].no_wrap = True
    console.print(table)
    for line in failures(found, count):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def failures(found: Results, count: int) -> list[str]:
    told = {peer: found.failure(peer, count) for peer in found.peers}
    return [f"{peer}: {failure}" for peer, failure in told.items() if failure]


def title(peer: str) -> str:
    return next(f"{each.name}: {each.what}" for each in PEERS if each.name == peer)


def goals(found: Results) -> list[tuple[str, str, bool]]:
    """Each goal with what was measured; only those whose peers were run."""
    told = []
    for count in found.counts:
        naive, ours = found.median("spark-naive", count), found.median("daylake", count)
        if naive and ours:
            share = cpu(ours) / cpu(naive)
            told.append((f"{count:,} rows: CPU ≤ 0.65 × spark-naive", f"{share:.2f} ×", share <= 0.65))
        best, warm = found.median("spark-best-warm", count), found.median("daylake-warm", count)
        if best and warm:
            share = cpu(warm) / cpu(best)
            told.append((f"{count:,} rows: warm, CPU ≤ spark-best-warm", f"{share:.2f} ×", share <= 1))
        if ours:
            size = ours.peak_rss / 2**20
            told.append((f"{count:,} rows: peak RSS < 1,024 MiB", f"{size:,.0f} MiB", size < 1024))
    few, many = (found.median("daylake", count) for count in (found.counts[0], found.counts[-1]))
    if few and many and few.rows < many.rows:
        times, growth, memory = many.rows / few.rows, cpu(many) / cpu(few), ratio(many, few, "peak_rss")
        told.append(
            (f"CPU of {many.rows:,} rows ≤ {times:.1f} × that of {few.rows:,}", f"{growth:.1f} ×", growth <= times)
        )
        told.append(("peak RSS of both the same, ± 10 %", f"{memory:.2f} ×", abs(memory - 1) <= 0.1))
    return told


def show_goals(found: Results, console: Console) -> None:
    table = Table("goal", "measured", "")
    for goal, measured, met in goals(found):
        table.add_row(goal, measured, "[green]met[/green]" if met else "[red]missed[/red]")
    if table.row_count:
        console.print(table)


def write(found: Results, readme: Path) -> None:
    """Puts the tables between the marks in the README."""
    facts = found.facts
    machine = facts["machine"]
    lines = [
        f"{facts['date']}, {machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB, "
        f"{facts['database']}, medians of {facts['rounds']}:",
    ]
    for count in found.counts:
        lines += ["", f"{count:,} rows", "", row(HEADINGS), row(["---", *["--:"] * (len(HEADINGS) - 1)])]
        lines += [row([title(peer), *cells(found, peer, count)]) for peer in found.peers]
        lines += [f"\n{line}" for line in failures(found, count)]
    lines += ["", row(("goal", "measured", "")), row(["---"] * 3)]
    lines += [row((goal, measured, "met" if met else "**missed**")) for goal, measured, met in goals(found)]
    text = MARKED.sub(lambda marks: marks[1] + "\n".join(lines) + "\n" + marks[2], readme.read_text())
    readme.write_text(text)


def row(texts) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"
