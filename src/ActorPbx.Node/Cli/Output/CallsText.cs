using System.Collections.Immutable;
using ActorPbx.Node.Control;
using Spectre.Console;

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

        var table = Columns.Of("CALL", "DOMAIN", "FROM", "TO", "STATE", ">TIME", "MEDIA");
        foreach (var call in calls)
        {
            table.Add(
                call.Call, call.Domain, call.Caller, call.Called, call.Phase, DurationText.Clock(call.DurationSeconds), call.Relayed ? "relayed" : "direct");
        }

        console.Write(table);
    }
}
