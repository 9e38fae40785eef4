using System.Collections.Immutable;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Calls;

/// <summary>What a call wants done. Message bodies are not in here: whoever performs an effect takes them from the SIP message that caused it.</summary>
public abstract record CallEffect
{
    private CallEffect()
    {
    }

    /// <summary>Ask the caller's extension for a call.</summary>
    public sealed record AdmitCaller : CallEffect;

    /// <summary>Ask the called extension for its devices.</summary>
    public sealed record PageCallee : CallEffect;

    /// <summary>Ask the number that sends the call on for a call in place of the one that it gives up; answered as <see cref="AdmitCaller"/> is.</summary>
    public sealed record AdmitDiversion(string By, string To, DeviceWanted Device = default) : CallEffect;

    /// <summary>Tell the caller that its call is being forwarded (181).</summary>
    public sealed record TellCallerForwarded(LegId From) : CallEffect;

    /// <summary>Ask for another way to the called number: the link gave no sign.</summary>
    public sealed record PageFallBack : CallEffect;

    /// <summary>Ask for media ports.</summary>
    public sealed record OpenRelay : CallEffect;

    /// <summary>Send INVITE to a device.</summary>
    public sealed record InviteDevice(LegId Leg, Binding Device) : CallEffect;

    /// <summary>Send the caller the provisional response that a device gave.</summary>
    /// <param name="From">The device's leg.</param>
    /// <param name="Code">The response.</param>
    /// <param name="Session">With the device's session.</param>
    public sealed record RingCaller(LegId From, ResponseCode Code, bool Session) : CallEffect;

    /// <summary>Send the caller the device's 200.</summary>
    /// <param name="From">The device's leg.</param>
    /// <param name="Session">With the device's session; else the caller has confirmed it before.</param>
    public sealed record AnswerCaller(LegId From, bool Session) : CallEffect;

    /// <summary>Send PRACK for the provisional response of a device that brought an offer, with the caller's answer.</summary>
    public sealed record ConfirmDevice(LegId Leg) : CallEffect;

    /// <summary>Refuse the caller's INVITE.</summary>
    public sealed record RefuseCaller(ResponseCode Code, Cause Cause) : CallEffect;

    /// <summary>Send ACK to a device's 200; with the caller's answer when the offer was late.</summary>
    public sealed record AcknowledgeDevice(LegId Leg) : CallEffect;

    /// <summary>Send CANCEL to a device.</summary>
    /// <param name="Leg">The device's leg.</param>
    /// <param name="CompletedElsewhere">Another device answered; the device is told so, that it shows no missed call.</param>
    public sealed record CancelDevice(LegId Leg, bool CompletedElsewhere) : CallEffect;

    /// <summary>Send BYE to a leg.</summary>
    public sealed record HangUp(LegId Leg, Cause Cause) : CallEffect;

    /// <summary>Pass a request on to the other leg.</summary>
    public sealed record ForwardRequest(ExchangeId Exchange, LegId To, string Method) : CallEffect;

    /// <summary>Pass the final response on to the leg that asked.</summary>
    public sealed record ForwardAnswer(ExchangeId Exchange, ResponseCode Code) : CallEffect;

    /// <summary>Answer a leg's request ourselves.</summary>
    public sealed record AnswerRequest(ExchangeId Exchange, ResponseCode Code) : CallEffect;

    /// <summary>Send the ACK for a passed re-INVITE.</summary>
    public sealed record ForwardAck(ExchangeId Exchange) : CallEffect;

    /// <summary>Send CANCEL for a passed re-INVITE.</summary>
    public sealed record CancelRequest(ExchangeId Exchange) : CallEffect;

    /// <summary>Ask a number of ours that sends a call on for a call in its name, or let a trunk do so by its own rights; answered as <see cref="AdmitCaller"/> is.</summary>
    public sealed record AdmitTransfer(LegId By, string Number, string To, DeviceWanted Device = default) : CallEffect;

    /// <summary>Tell who asked for a transfer how it goes (NOTIFY).</summary>
    public sealed record ReportTransfer(LegId To, ResponseCode Code, bool IsLast) : CallEffect;

    /// <summary>Send a leg a re-INVITE with the offer of another one's 200.</summary>
    public sealed record OfferJoin(LegId To, LegId From) : CallEffect;

    /// <summary>Ask the call that has this dialog to lend the other party's leg.</summary>
    public sealed record WantLeg(DialogName Dialog, string Number) : CallEffect;

    /// <summary>Tell the call that lends a leg that it is wanted for good, with what the party that stays says to its offer.</summary>
    public sealed record TakeLeg(LegId Leg) : CallEffect;

    /// <summary>Tell the call that lends a leg that it is not wanted.</summary>
    public sealed record ReturnLeg : CallEffect;

    /// <summary>A number is in this call from now on, by way of a leg that another call gave.</summary>
    public sealed record AdmitGiven(string Number) : CallEffect;

    /// <summary>Ask a leg for an offer by a re-INVITE without one.</summary>
    public sealed record AskOffer(LegId Leg) : CallEffect;

    /// <summary>Tell the call that wants a leg that this call rings, and lends it when it is answered.</summary>
    public sealed record PromiseLeg : CallEffect;

    /// <summary>Show the call that wants a leg its offer.</summary>
    public sealed record LendLeg(LegId Leg) : CallEffect;

    /// <summary>Tell the call that wants a leg that it cannot have it.</summary>
    public sealed record RefuseLeg(ResponseCode Code) : CallEffect;

    /// <summary>Give a leg to the call that wants it.</summary>
    public sealed record GiveLeg(LegId Leg, SessionTerms? Terms) : CallEffect;

    /// <summary>Answer the offer of a leg that stays as it was told before.</summary>
    public sealed record SettleLeg(LegId Leg) : CallEffect;

    /// <summary>Acknowledge a leg that answered, with the session of the one that it is joined with.</summary>
    public sealed record AcknowledgeJoined(LegId Leg) : CallEffect;

    /// <summary>Give a party that wants another's place a leg.</summary>
    public sealed record SeatNewcomer(LegId Leg) : CallEffect;

    /// <summary>Refuse the INVITE of a party that wants another's place.</summary>
    public sealed record RefuseNewcomer(ResponseCode Code) : CallEffect;

    /// <summary>Send a party that takes another's place its 200, with what the one that stays says to its offer.</summary>
    public sealed record AnswerNewcomer(LegId Leg) : CallEffect;

    /// <summary>Send the caller a 200 with nothing to hear: who takes the call has an offer of its own, which follows.</summary>
    public sealed record AnswerCallerAhead(LegId Leg) : CallEffect;

    /// <summary>Tell the party that stays once more what it was told before the last offer: who made that is gone.</summary>
    public sealed record RestoreSession : CallEffect;

    /// <summary>A number was replaced in the call by another.</summary>
    public sealed record LeaveReplaced(string By, string Number) : CallEffect;

    /// <summary>A number is out of the call that it sent on, and so is its leg.</summary>
    public sealed record LetGo(LegId Leg, string Number) : CallEffect;

    /// <summary>Give back what was taken for a transfer that failed.</summary>
    public sealed record ReleaseTransfer : CallEffect;

    /// <summary>Send a leg a request that keeps its session alive: UPDATE, or INVITE with what was said last.</summary>
    public sealed record RefreshSession(LegId Leg, string Method) : CallEffect;

    /// <summary>Send a leg an INVITE with the session of the other one as it is now.</summary>
    public sealed record OfferChange(LegId To) : CallEffect;

    /// <summary>Start a timer, or start it anew.</summary>
    public sealed record StartTimer(CallTimer Timer, TimeSpan After) : CallEffect;

    /// <summary>Stop a timer.</summary>
    public sealed record StopTimer(CallTimer Timer) : CallEffect;

    /// <summary>Give the media ports back.</summary>
    public sealed record CloseRelay : CallEffect;

    /// <summary>Give the call's records to the store.</summary>
    public sealed record StoreRecords(ImmutableArray<CallRecord> Records) : CallEffect;

    /// <summary>Tell the extensions how far the call is, for those who watch them.</summary>
    public sealed record ShowStage(DialogStage Stage) : CallEffect;

    /// <summary>Tell the extensions that the call is over.</summary>
    public sealed record ReleaseNumbers : CallEffect;

    /// <summary>Nothing is left: end the actor.</summary>
    public sealed record EndCall : CallEffect;
}
