using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Calls;

/// <summary>What can happen to a call.</summary>
public abstract record CallInput
{
    private CallInput()
    {
    }

    /// <summary>The caller may make this call.</summary>
    /// <param name="RelayMedia">The caller's media shall pass through the exchange.</param>
    public sealed record CallerAdmitted(bool RelayMedia) : CallInput;

    /// <summary>The caller may not make this call: its limits, or those of the link or trunk that it came by, forbid it.</summary>
    public sealed record CallerRefused(ResponseCode Code, Cause Cause) : CallInput;

    /// <summary>The called number has devices to ring, or a link or trunk leads to it.</summary>
    public sealed record CalleePaged(ImmutableArray<Binding> Devices, TimeSpan NoAnswer, bool RelayMedia, PartyKind Kind = PartyKind.Phone) : CallInput;

    /// <summary>No way leads to the called number.</summary>
    public sealed record CalleeRefused(ResponseCode Code, Cause Cause) : CallInput;

    /// <summary>The called number cannot be rung.</summary>
    public sealed record CalleeUnavailable(Unavailability Reason) : CallInput;

    /// <summary>The relay stands.</summary>
    public sealed record RelayReady : CallInput;

    /// <summary>The caller's offer cannot be read, so that no relay can serve it.</summary>
    public sealed record OfferUnreadable : CallInput;

    /// <summary>No relay is to be had.</summary>
    public sealed record RelayFailed : CallInput;

    /// <summary>A device sent a provisional response other than 100.</summary>
    /// <param name="Leg">The device's leg.</param>
    /// <param name="Code">The response.</param>
    /// <param name="HasSession">It carries a session description.</param>
    /// <param name="Reliable">It is to be confirmed by PRACK.</param>
    public sealed record DeviceProgressed(LegId Leg, ResponseCode Code, bool HasSession, bool Reliable = false) : CallInput;

    /// <summary>A device answered with 2xx.</summary>
    public sealed record DeviceAnswered(LegId Leg) : CallInput;

    /// <summary>A device refused with a final response of 300 and above.</summary>
    /// <param name="Leg">The device's leg.</param>
    /// <param name="Code">The response.</param>
    /// <param name="Cause">The cause in its Reason header (RFC 3326); null when there is none.</param>
    public sealed record DeviceRefused(LegId Leg, ResponseCode Code, Cause? Cause = null) : CallInput;

    /// <summary>A phone sent the call on to another number of ours (300, 301 or 302).</summary>
    /// <param name="Leg">The phone's leg.</param>
    /// <param name="Code">The response.</param>
    /// <param name="To">The number.</param>
    /// <param name="ToHome">The home of that number, if it is a guest here; else empty.</param>
    /// <param name="Reason">Why, in a word of RFC 5806; null when the phone does not say.</param>
    /// <param name="Device">The one of the number's devices that is meant, if not all are.</param>
    public sealed record DeviceRedirected(LegId Leg, ResponseCode Code, string To, string ToHome = "", string? Reason = null, DeviceWanted Device = default) : CallInput;

    /// <summary>A device gave no sign (Timer B), or its transport failed.</summary>
    public sealed record DeviceUnreachable(LegId Leg) : CallInput;

    /// <summary>The caller's PRACK for a provisional response of ours came.</summary>
    /// <param name="Device">The device whose early dialog it was.</param>
    /// <param name="Exchange">Our name of the PRACK.</param>
    /// <param name="OfSession">The response carried a session description.</param>
    /// <param name="HasSession">The PRACK carries one.</param>
    public sealed record CallerConfirmed(LegId Device, ExchangeId Exchange, bool OfSession, bool HasSession) : CallInput;

    /// <summary>No PRACK for a provisional response of ours in 64·T1.</summary>
    public sealed record CallerUnconfirmed : CallInput;

    /// <summary>The caller sent CANCEL.</summary>
    public sealed record CallerCancelled : CallInput;

    /// <summary>The ACK to the 200 for the caller came.</summary>
    public sealed record CallerAcknowledged : CallInput;

    /// <summary>No ACK to the 200 for the caller in 64·T1.</summary>
    public sealed record CallerUnacknowledged : CallInput;

    /// <summary>A leg sent BYE.</summary>
    public sealed record ByeReceived(LegId From, ExchangeId Exchange) : CallInput;

    /// <summary>A leg sent another request inside its dialog.</summary>
    /// <param name="From">The leg.</param>
    /// <param name="Peer">Before the answer: the device whose early dialog the caller meant.</param>
    /// <param name="Exchange">Our name of it.</param>
    /// <param name="Method">Its method.</param>
    /// <param name="HasSession">It carries a session description.</param>
    /// <param name="IsEmpty">It carries nothing that the other leg could want.</param>
    public sealed record RequestReceived(LegId From, LegId Peer, ExchangeId Exchange, string Method, bool HasSession, bool IsEmpty = false) : CallInput;

    /// <summary>A leg asks to send the other on (REFER).</summary>
    public sealed record ReferReceived(LegId From, ExchangeId Exchange, ReferRequest Request) : CallInput;

    /// <summary>Another call of this number wants the partner of a leg.</summary>
    public sealed record LegWanted(LegId Replaced, string Number) : CallInput;

    /// <summary>That call takes it.</summary>
    public sealed record LegTaken : CallInput;

    /// <summary>That call does without it.</summary>
    public sealed record LegReturned : CallInput;

    /// <summary>Another call will lend its leg when it is answered; it rings.</summary>
    public sealed record LegPromised : CallInput;

    /// <summary>Another call lends a leg, which has made an offer.</summary>
    public sealed record LegLent(Binding Device, PartyKind Kind, string Number, string Home, bool RelayMedia) : CallInput;

    /// <summary>Another call does not lend its leg, or no longer.</summary>
    public sealed record LegDenied(ResponseCode Code) : CallInput;

    /// <summary>Another call has given its leg for good.</summary>
    public sealed record LegGiven(SessionTerms? Terms) : CallInput;

    /// <summary>Another party wants the place of a leg (INVITE with Replaces).</summary>
    /// <param name="Replaced">The leg.</param>
    /// <param name="By">Who wants it.</param>
    /// <param name="EarlyOnly">Only if it has not answered.</param>
    /// <param name="CallerCanWait">Of a call that rings: the caller's offer can be answered with nothing to hear.</param>
    public sealed record ReplaceAsked(LegId Replaced, Newcomer By, bool EarlyOnly, bool CallerCanWait) : CallInput;

    /// <summary>It gave its INVITE up (CANCEL).</summary>
    public sealed record NewcomerCancelled : CallInput;

    /// <summary>Its ACK to our 200 came.</summary>
    public sealed record NewcomerAcknowledged : CallInput;

    /// <summary>Its ACK did not come in 64·T1.</summary>
    public sealed record NewcomerUnacknowledged : CallInput;

    /// <summary>The party that stays answered the offer of the one that it is to have (408 when it did not).</summary>
    /// <param name="Code">The response.</param>
    /// <param name="HasSession">It carries a session description.</param>
    /// <param name="Again">When to try again after 491.</param>
    public sealed record JoinAnswered(ResponseCode Code, bool HasSession, TimeSpan Again) : CallInput;

    /// <summary>A passed request got its final response (408 when there was none).</summary>
    /// <param name="Exchange">Our name of it.</param>
    /// <param name="Code">The response.</param>
    /// <param name="Again">Of a request of ours: when to try again, if it met another offer.</param>
    public sealed record RequestAnswered(ExchangeId Exchange, ResponseCode Code, TimeSpan Again = default) : CallInput;

    /// <summary>A passed re-INVITE was acknowledged by the leg that sent it.</summary>
    public sealed record RequestAcknowledged(ExchangeId Exchange) : CallInput;

    /// <summary>A passed re-INVITE was cancelled by the leg that sent it.</summary>
    public sealed record RequestCancelled(ExchangeId Exchange) : CallInput;

    /// <summary>No ACK to the 2xx of a passed re-INVITE in 64·T1.</summary>
    public sealed record RequestUnacknowledged(ExchangeId Exchange) : CallInput;

    /// <summary>An INVITE or UPDATE of a leg succeeded; null: without a session timer.</summary>
    public sealed record SessionAgreed(LegId Leg, SessionTerms? Terms) : CallInput;

    /// <summary>A leg's session is another than the other leg was told, though no offer of it passed: it answered a refresh of ours otherwise than before, or the call otherwise than its ringing.</summary>
    public sealed record SessionChanged(LegId Leg) : CallInput;

    /// <summary>A refresh of ours got its final response (408 when there was none).</summary>
    /// <param name="Leg">The leg.</param>
    /// <param name="Code">The response.</param>
    /// <param name="Again">When to try again, if it did not succeed and the leg lives on.</param>
    public sealed record RefreshAnswered(LegId Leg, ResponseCode Code, TimeSpan Again) : CallInput;

    /// <summary>No media came from either side for long.</summary>
    public sealed record RelayWentSilent : CallInput;

    /// <summary>The relay is closed; what it carried.</summary>
    public sealed record RelayEnded(ImmutableArray<StreamCounters> Streams) : CallInput;

    /// <summary>The records are on disk, or the store refused them.</summary>
    public sealed record RecordsSettled : CallInput;

    /// <summary>A timer of the call elapsed.</summary>
    public sealed record TimerElapsed(CallTimer Timer) : CallInput;

    /// <summary>The call's own actor failed: what it holds must be let go.</summary>
    public sealed record Broken : CallInput;

    /// <summary>An operator ends the call.</summary>
    public sealed record OperatorReleased : CallInput;
}

/// <summary>Why a number cannot be rung.</summary>
public enum Unavailability
{
    /// <summary>No such number.</summary>
    Unknown,

    /// <summary>No device is registered.</summary>
    Unregistered,

    /// <summary>Its limit of calls is reached, or is zero.</summary>
    Busy,
}

/// <summary>The timers of a call.</summary>
public enum CallTimer
{
    /// <summary>Rings too long.</summary>
    NoAnswer,

    /// <summary>Talks too long.</summary>
    MaxDuration,

    /// <summary>An inner party (extension, media, store) does not reply.</summary>
    Inner,

    /// <summary>Cancelled legs do not end.</summary>
    WrapUp,

    /// <summary>The caller's session needs refreshing, or was not refreshed.</summary>
    CallerSession,

    /// <summary>The same of the device that answered.</summary>
    CalledSession,

    /// <summary>A transfer waits for an inner party, or for an offer to be closed.</summary>
    Transfer,

    /// <summary>A leg is still to be told how the other one's session has changed.</summary>
    Change,
}
