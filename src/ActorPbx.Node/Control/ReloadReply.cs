using System.Collections.Immutable;

namespace ActorPbx.Node.Control;

/// <summary>What came of reading the configuration again.</summary>
public enum ReloadOutcome
{
    /// <summary>The running node is as the file says now.</summary>
    Applied,

    /// <summary>It was already; files that the configuration names were read again.</summary>
    Unchanged,

    /// <summary>It could be; nothing was done.</summary>
    Possible,

    /// <summary>It cannot be: nothing has changed.</summary>
    Refused,
}

/// <summary>A setting that differs from what is in force.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Change">added, changed or removed.</param>
/// <param name="AtOnce">True when the running node takes it over; false when it needs a start.</param>
public sealed record ReloadedRow(string Path, string Change, bool AtOnce);

/// <summary>The configuration was read again.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Changes">What differs.</param>
/// <param name="Problems">Why it was refused: file, line, column, setting and reason of each.</param>
public sealed record ReloadReply(ReloadOutcome Outcome, ImmutableArray<ReloadedRow> Changes, ImmutableArray<string> Problems) : ControlReply;
