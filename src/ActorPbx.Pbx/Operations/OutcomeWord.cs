using ActorPbx.Domain.Records;

namespace ActorPbx.Pbx.Operations;

/// <summary>How a call ended, in the word that operators, metrics and traces use.</summary>
public static class OutcomeWord
{
    /// <summary>The word.</summary>
    public static string Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => "answered",
        CallOutcome.Busy => "busy",
        CallOutcome.NoAnswer => "no-answer",
        CallOutcome.Abandoned => "abandoned",
        CallOutcome.Declined => "declined",
        CallOutcome.Unreachable => "unreachable",
        CallOutcome.UnknownNumber => "unknown-number",
        CallOutcome.Refused => "refused",
        CallOutcome.Failed => "failed",
        CallOutcome.Interrupted => "interrupted",
        CallOutcome.Diverted => "diverted",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a word."),
    };
}
