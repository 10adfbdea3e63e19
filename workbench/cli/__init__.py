"""The command line: `penataan COMMAND`. It may import all, and nothing imports it.

Each room's commands are plain functions in the module named for it; here they get their words, in the order in which
`--help` lists them. Heavy imports stand inside the commands, so that `penataan --help` is quick. Exit status: 0 done;
1 done with problems found, or refused; 2 wrong call. With `--json` the answer stands alone on stdout; all else goes to
stderr.
"""

import typer

from workbench.cli import (
    approval,
    branches,
    comparison,
    data,
    explaining,
    law,
    limit,
    move,
    placement,
    record,
    report,
    robustness,
    scenario,
    serve,
    succession,
    workshop,
)
from workbench.cli.frame import app
from workbench.cli.running import hoisted, main

__all__ = ["app", "hoisted", "main"]

app.command("demo")(data.demo)
app.command("import")(data.import_)
app.command("templates")(data.templates)
app.command("diff")(data.diff)
app.command("snapshots")(data.snapshots)
app.command("plan")(placement.plan)
app.command("audit")(placement.audit)
app.command("worklist")(placement.worklist)
app.command("robust")(robustness.robust)
app.command("why")(explaining.why)
app.command("letter")(explaining.letter)
app.command("overrides")(explaining.overrides)
app.command("compare")(comparison.compare)
app.command("matchings")(comparison.matchings)
app.command("preflight")(succession.preflight)
app.command("forecast")(succession.forecast)
app.command("succession")(succession.succession)
app.command("move")(move.move)
app.command("confirm")(law.confirm)
app.command("report")(report.report)
app.command("minutes")(workshop.minutes)
app.command("serve")(serve.serve)
app.command("verify")(record.verify)

scenarios = typer.Typer(help="Skenario: mendaftar, membuka, mencabangkan, menyetujui.", no_args_is_help=True)
scenarios.command("list")(scenario.scenario_list)
scenarios.command("show")(scenario.scenario_show)
scenarios.command("new")(scenario.scenario_new)
scenarios.command("worked")(scenario.scenario_worked)
scenarios.command("tree")(branches.scenario_tree)
scenarios.command("playback")(branches.scenario_playback)
scenarios.command("comment")(branches.scenario_comment)
scenarios.command("merge")(branches.scenario_merge)
scenarios.command("compare")(branches.scenario_compare)
scenarios.command("submit")(approval.scenario_submit)
scenarios.command("approve")(approval.scenario_approve)
scenarios.command("return")(approval.scenario_return)
scenarios.command("withdraw")(approval.scenario_withdraw)
scenarios.command("waive")(approval.scenario_waive)
app.add_typer(scenarios, name="scenario")

limits = typer.Typer(help="Batas sebuah skenario: mendaftar, menambah, mengangkat.", no_args_is_help=True)
limits.command("list")(limit.limit_list)
limits.command("drop")(limit.limit_drop)
added = typer.Typer(help="Tambahkan satu batas menurut jenisnya.", no_args_is_help=True)
added.command("unit-moves")(limit.unit_moves)
added.command("budget")(limit.budget)
added.command("share")(limit.share)
added.command("quality")(limit.quality)
added.command("apart")(limit.apart)
added.command("freeze")(limit.freeze)
limits.add_typer(added, name="add")
app.add_typer(limits, name="limit")
