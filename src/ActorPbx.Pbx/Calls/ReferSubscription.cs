using System.Globalization;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The subscription that an accepted REFER makes in its dialogue (RFC 3515 §2.4.4): the NOTIFYs that tell how it goes, and the SUBSCRIBEs that refresh or end it. A call has one at a
/// time, as it has one transfer.
/// </summary>
internal sealed class ReferSubscription(CallLegs legs)
{
    private const string Package = "refer";
    private const string Sipfrag = "message/sipfrag;version=2.0";

    /// <summary>So long it lasts: as long as anybody lets a phone ring, and some more. It cannot be had for less, and is over with the transfer anyway.</summary>
    private const int Seconds = 300;

    private LegId? _leg;
    private string _id = "";
    private bool _isFirst;
    private ResponseCode _last;

    /// <summary>A leg's REFER was accepted.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="sequence">The REFER's CSeq number.</param>
    /// <param name="isFirst">It is the first one of the dialogue.</param>
    public void Begin(LegId leg, uint sequence, bool isFirst) => (_leg, _id, _isFirst) = (leg, sequence.ToString(CultureInfo.InvariantCulture), isFirst);

    /// <summary>Tells a leg how its transfer goes (RFC 3515 §2.4.5): the status line that the new party's answer would have. Nothing, if it does not want to hear it any longer.</summary>
    public void Report(LegId leg, ResponseCode code, bool isLast)
    {
        if (_leg != leg)
        {
            return;
        }

        _last = code;
        Notify(leg, isLast ? "terminated;reason=noresource" : Active);
        if (isLast)
        {
            _leg = null;
        }
    }

    /// <summary>Answers a leg's SUBSCRIBE, and says at once how things stand (RFC 6665 §4.2.1.2).</summary>
    public void Subscribe(LegPort port, SipRequest subscribe)
    {
        if (Refusal(port.Leg, subscribe) is { } refusal)
        {
            legs.Exchanges.Reply(port.Exchange, refusal, response => Explain(response, refusal));
            return;
        }

        var ends = subscribe.Expires == 0;
        legs.Retarget(port.Leg, subscribe);
        legs.Exchanges.Reply(port.Exchange, ResponseCode.Ok, response =>
        {
            response.Headers.Add(HeaderName.Contact, $"<{(port.Leg.IsCaller ? legs.Caller.Contact : legs.Device(port.Leg).Contact)}>");
            response.Headers.Add(HeaderName.Expires, string.Create(CultureInfo.InvariantCulture, $"{(ends ? 0 : Seconds)}"));
        });
        Notify(port.Leg, ends ? "terminated;reason=timeout" : Active);
        if (ends)
        {
            _leg = null;
        }
    }

    private static string Active => string.Create(CultureInfo.InvariantCulture, $"active;expires={Seconds}");

    private ResponseCode? Refusal(LegId leg, SipRequest subscribe)
    {
        // Nothing else can be subscribed to inside a call.
        if (EventHeader.In(subscribe) is not { Package: Package } asked)
        {
            return ResponseCode.BadEvent;
        }

        // RFC 3515 §2.4.6: the first REFER's may be named with its number or without.
        if (_leg != leg || !(asked.Id == _id || (_isFirst && string.IsNullOrEmpty(asked.Id))))
        {
            return ResponseCode.NoSuchDialog;
        }

        return subscribe.Expires is > 0 and < Seconds ? ResponseCode.IntervalTooBrief : null;
    }

    private static void Explain(SipResponse response, ResponseCode refusal)
    {
        if (refusal == ResponseCode.BadEvent)
        {
            response.Headers.Add(HeaderName.AllowEvents, Package);
        }
        else if (refusal == ResponseCode.IntervalTooBrief)
        {
            response.Headers.Add(HeaderName.MinExpires, string.Create(CultureInfo.InvariantCulture, $"{Seconds}"));
        }
    }

    private void Notify(LegId leg, string state)
    {
        if (legs.NewRequest(leg, default, SipMethod.Notify) is not { } notify)
        {
            return;
        }

        var headers = notify.Request.Headers;
        // RFC 3515 §2.4.6: from the second REFER of a dialogue on the reports must say which they mean.
        headers.Add(HeaderName.Event, _isFirst ? Package : $"{Package};id={_id}");
        headers.Add(HeaderName.SubscriptionState, state);
        headers.Add(HeaderName.ContentType, Sipfrag);
        notify.Request.Body = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {_last.Value} {ReasonPhrases.Of(_last.Value)}\r\n"));
        // What the leg says to that changes nothing: who does not listen has its transfer all the same.
        legs.WayOf(leg).Send(notify, IgnoredReplies.Instance);
    }
}
