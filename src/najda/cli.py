"""The command line: each command stands in the room it belongs to and is imported when asked."""

from importlib import import_module

import click

#: Command name -> ``module:object``. Nothing of a room is imported before its command runs.
COMMANDS = {
    "init": "najda.base_commands:init",
    "serve": "najda.base_commands:serve",
    "token": "najda.base_commands:token",
    "verify": "najda.base_commands:verify",
    "rebuild": "najda.base_commands:rebuild",
    "doctor": "najda.base_commands:doctor",
    "seal": "najda.base_commands:seal",
    "bundle": "najda.exchange_commands:bundle",
    "enrol": "najda.exchange_commands:enrol",
    "demo": "najda.drill.demo_command:demo",
    "new-desk": "najda.new_desk:new_desk",
    "read": "najda.reading.command:read",
    "link": "najda.reading.link_command:link",
    "place": "najda.places.command:place",
    "places": "najda.places.command:places",
    "roads": "najda.roads.command:roads",
    "simulate": "najda.drill.simulate_command:simulate",
    "exercise": "najda.drill.exercise_command:exercise",
}


class RoomCommands(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of the table above."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, or nothing."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=RoomCommands, context_settings={"auto_envvar_prefix": "NAJDA"})
@click.version_option(package_name="najda", message="%(version)s")
def main() -> None:
    """Najda (نجدة): the operations room of a rescue service under bombardment."""
