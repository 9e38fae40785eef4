using System.Globalization;
using System.Text.Json;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>What one scenario of failure came to.</summary>
/// <param name="Scenario">Its name, in words with hyphens.</param>
/// <param name="CallsKept">Calls that were up when the fault came, lived through it, and were ended by a phone with a 200 at both sides.</param>
/// <param name="CallsLost">The other calls that were up.</param>
public sealed record Outcome(string Scenario, int CallsKept, int CallsLost)
{
    /// <summary>What happens in it, in a sentence for the report.</summary>
    public string What { get; init; } = "";

    /// <summary>All of it on one line.</summary>
    public string Line => ToString();

    /// <summary>Calls that were up and that the promise does not cover, such as those of a branch's node that was killed: neither kept nor lost.</summary>
    public int CallsOfTheDead { get; init; }

    /// <summary>Calls begun while the load ran.</summary>
    public int NewCalls { get; init; }

    /// <summary>Those of them that were not answered, or not ended well.</summary>
    public int NewCallsFailed { get; init; }

    /// <summary>From the fault to the first answer of a call begun after it, s.</summary>
    public double? FirstNewCall { get; init; }

    /// <summary>The longest set-up of a call answered after the fault, be it one that was in the air when it came, s.</summary>
    public double? SlowestNewCall { get; init; }

    /// <summary>Records of halves of calls that must be at headquarters.</summary>
    public int RecordsExpected { get; init; }

    /// <summary>Records there.</summary>
    public int RecordsFound { get; init; }

    public int RecordsMissing { get; init; }

    public int RecordsDoubled { get; init; }

    /// <summary>From the end of the fault until every node sees every member, link and range right, s.</summary>
    public double? Convergence { get; init; }

    /// <summary>What else the reader must know.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Scenario}: calls kept {CallsKept}, lost {CallsLost}; new calls {NewCalls}, failed {NewCallsFailed}, first after {Seconds(FirstNewCall)}, slowest {Seconds(SlowestNewCall)}; "
        + $"records expected {RecordsExpected}, found {RecordsFound}, missing {RecordsMissing}, doubled {RecordsDoubled}; converged in {Seconds(Convergence)}{(Remark.Length > 0 ? "; " : "")}{Remark}");

    /// <summary>Prints the line, and adds it to outcomes.jsonl in the folder that $CHAOS_RESULTS names.</summary>
    public Outcome Publish(Action<string> print)
    {
        ArgumentNullException.ThrowIfNull(print);
        print(ToString());
        if (Environment.GetEnvironmentVariable("CHAOS_RESULTS") is { Length: > 0 } folder)
            File.AppendAllText(Path.Combine(folder, "outcomes.jsonl"), JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n");
        return this;
    }

    private static string Seconds(double? time) => time is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some:0.00} s") : "-";
}
