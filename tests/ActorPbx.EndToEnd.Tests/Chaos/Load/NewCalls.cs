using System.Diagnostics;
using System.Globalization;

namespace ActorPbx.EndToEnd.Tests.Chaos.Load;

/// <summary>What became of the new calls around a fault.</summary>
/// <param name="Made">Calls that were begun.</param>
/// <param name="Failed">Those without an answer of success, or that did not end well.</param>
/// <param name="ToFirst">From the fault to the first answer of a call that was begun after it; null when there was none.</param>
/// <param name="Slowest">The longest set-up of a call that was answered after the fault, those that were in the air among them; null when there was none.</param>
internal sealed record NewCalls(int Made, int Failed, TimeSpan? ToFirst, TimeSpan? Slowest)
{
    /// <summary>Counts.</summary>
    /// <param name="calls">All that were made.</param>
    /// <param name="faultAt">Stopwatch's time of the fault.</param>
    public static NewCalls Of(IReadOnlyCollection<CallPair> calls, long faultAt)
    {
        var answered = calls.Where(call => call.Calling.SettledAt >= faultAt && call.Calling.Answer is { Status: 200 }).ToArray();
        var later = answered.Where(call => call.Calling.BegunAt >= faultAt).ToArray();
        return new NewCalls(
            calls.Count,
            calls.Count(call => !call.EndedWell),
            later.Length == 0 ? null : later.Min(call => Stopwatch.GetElapsedTime(faultAt, call.Calling.SettledAt)),
            answered.Length == 0 ? null : answered.Max(call => call.Calling.SetUpTime));
    }

    /// <summary>Why calls failed, with how many of each.</summary>
    public static string Reasons(IEnumerable<CallPair> calls) => string.Join(", ", calls.Where(call => !call.EndedWell)
        .GroupBy(call => call.Calling.Answer?.StartLine["SIP/2.0 ".Length..] ?? "no answer")
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} × {group.Key}")));
}
