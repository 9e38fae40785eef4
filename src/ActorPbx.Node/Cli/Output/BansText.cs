using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Ignored sources for people.</summary>
internal static class BansText
{
    public static void Write(ImmutableArray<BanRow> bans, IAnsiConsole console)
    {
        if (bans.IsEmpty)
        {
            console.WriteLine("No source is ignored.");
            return;
        }

        var table = Columns.Of("SOURCE", "SINCE", "UNTIL", ">TIMES", "REASON");
        foreach (var ban in bans)
        {
            table.Add(ban.Source, DurationText.Local(ban.Since), DurationText.Local(ban.Until), ban.Times.ToString(CultureInfo.InvariantCulture), ban.Reason);
        }

        console.Write(table);
    }
}
