using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Node.Control;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Living calls for people.</summary>
internal static class CallsText
{
    public static void Write(ImmutableArray<CallRow> calls, IAnsiConsole console)
    {
        if (calls.IsEmpty)
        {
            console.WriteLine("There are no calls.");
            return;
        }

        console.Write(TableOf(calls));
    }

    /// <summary>The calls at an instant, newest first, for a terminal that is drawn over and over.</summary>
    public static IRenderable Picture(ImmutableArray<CallRow> calls, DateTimeOffset now)
    {
        var count = calls.Length == 1 ? "1 call" : $"{calls.Length} calls";
        var talking = calls.Count(call => call.AnsweredAt is not null);
        var heading = new Text(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss}  {count}, {talking} talking; Ctrl+C ends"), new Style(decoration: Decoration.Bold));
        return calls.IsEmpty ? heading : new Spectre.Console.Rows(heading, new Text(""), TableOf([.. calls.Reverse()]));
    }

    private static Table TableOf(ImmutableArray<CallRow> calls)
    {
        var table = Columns.Of("CALL", "DOMAIN", "FROM", "TO", "STATE", ">TIME", "MEDIA");
        foreach (var call in calls)
        {
            table.Add(
                call.Call, call.Domain, call.Caller, call.Called, call.Phase, DurationText.Clock(call.DurationSeconds), call.Relayed ? "relayed" : "direct");
        }

        return table;
    }
}
