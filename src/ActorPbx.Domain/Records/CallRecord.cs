using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;

namespace ActorPbx.Domain.Records;

/// <summary>Which half of a call a record tells of (half-call model of ETSI TS 123 078, as miniSIPServer's O-CDR and T-CDR).</summary>
public enum RecordSide
{
    /// <summary>The originating half: the caller's.</summary>
    Originating,

    /// <summary>The terminating half: that of the number which was called.</summary>
    Terminating,
}

/// <summary>How a call ended, in one word.</summary>
public enum CallOutcome
{
    /// <summary>It was answered and later released.</summary>
    Answered,

    /// <summary>Every device was busy, or the number's limit of calls was reached.</summary>
    Busy,

    /// <summary>It rang until the no-answer timer elapsed.</summary>
    NoAnswer,

    /// <summary>The caller gave up before an answer.</summary>
    Abandoned,

    /// <summary>The called side declined it.</summary>
    Declined,

    /// <summary>The number exists but no device of it could be reached.</summary>
    Unreachable,

    /// <summary>The number does not exist here.</summary>
    UnknownNumber,

    /// <summary>The caller's own limits or rights forbade it.</summary>
    Refused,

    /// <summary>Something broke: a faulty peer, missing media ports, an error of the exchange.</summary>
    Failed,

    /// <summary>The node died during the call; written at its next start.</summary>
    Interrupted,

    /// <summary>The called side sent it on to another number before it was answered.</summary>
    Diverted,
}

/// <summary>Who ended a call.</summary>
public enum ReleasedBy
{
    /// <summary>The caller.</summary>
    Caller,

    /// <summary>The called side.</summary>
    Called,

    /// <summary>The exchange itself: a timer, a limit, an error.</summary>
    Exchange,

    /// <summary>An operator.</summary>
    Operator,
}

/// <summary>The record of one half of one call (CDR).</summary>
/// <param name="Call">The call; both halves have the same.</param>
/// <param name="Side">Which half.</param>
/// <param name="Domain">The virtual PBX that it belongs to.</param>
/// <param name="Node">Name of the node that handled it.</param>
/// <param name="Caller">Calling number.</param>
/// <param name="Called">Number that was dialled.</param>
/// <param name="Peer">Signalling address of this half's peer, empty when none was reached.</param>
/// <param name="StartedAt">When the call reached the exchange.</param>
/// <param name="RingingAt">When the first device rang.</param>
/// <param name="AnsweredAt">When it was answered.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="ResponseCode">The final SIP response to the INVITE of this half; 0 when there was none.</param>
/// <param name="Cause">Cause of release, Q.850 numbering (RFC 3326 §2).</param>
/// <param name="ReleasedBy">Who ended it.</param>
/// <param name="Streams">Counters of relayed media; empty when media did not pass through the exchange.</param>
/// <param name="Correlation">Name of the whole call on all nodes that it crossed; empty when it is the call's own.</param>
/// <param name="Branch">The branch that the half belongs to: the home of the number; empty on a node of its own.</param>
/// <param name="OnBehalfOf">The number that sent the call on here, whose rights and costs this half is; empty for what the caller dialled.</param>
public sealed record CallRecord(
    CallId Call,
    RecordSide Side,
    DomainName Domain,
    string Node,
    string Caller,
    string Called,
    string Peer,
    DateTimeOffset StartedAt,
    DateTimeOffset? RingingAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset EndedAt,
    CallOutcome Outcome,
    int ResponseCode,
    int Cause,
    ReleasedBy ReleasedBy,
    ImmutableArray<StreamCounters> Streams,
    string Correlation = "",
    string Branch = "",
    string OnBehalfOf = "")
{
    /// <summary>Time between answer and end; zero when it was not answered.</summary>
    public TimeSpan Duration => AnsweredAt is { } answered ? EndedAt - answered : TimeSpan.Zero;
}
