using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The ACK of a 2xx on its way through T-MSS nodes. Nothing answers it, so the link that it went by must prove itself afterwards; where it breaks instead, the
/// ACK goes by another one. Whoever gets it twice takes the first.
/// </summary>
/// <param name="ack">The ACK without Via.</param>
/// <param name="links">The way out.</param>
/// <param name="scheduler">For looking again.</param>
internal sealed class LinkAck(SipRequest ack, ILinkOutlet links, IActionScheduler scheduler)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(500);

    // RFC 3261 §13.3.1.4: the called side waits for it 64·T1 long.
    private const int Looks = 64;
    private LinkHop _hop = null!;
    private long _sentAt;
    private int _looks;

    /// <summary>Sends it by the path that the 2xx came.</summary>
    public void Send(LinkAttempt answered)
    {
        Begin(answered.Hop);
        answered.Sent?.Acknowledge(ack.Copy(), answered.Hop.Target);
        LeaveBroken();
        LookLater();
    }

    private void Begin(LinkHop hop) => (_hop, _sentAt) = (hop, Environment.TickCount64);

    private void LookLater() => scheduler.ScheduleOnceCancelable(s_silence, Look);

    private void Look()
    {
        if (++_looks > Looks || links.ArrivalOf(_hop, _sentAt) == Arrival.Proven)
        {
            return;
        }

        if (!LeaveBroken())
        {
            links.Try(_hop);
        }

        LookLater();
    }

    private bool LeaveBroken()
    {
        if (IsGood(_hop) || links.NextHop(NextHop, ack.CallId, _hop) is not { } other || !IsGood(other))
        {
            return false;
        }

        Begin(other);
        links.SendAck(ack.Copy(), other);
        return true;
    }

    private bool IsGood(LinkHop hop) => links.ArrivalOf(hop, Environment.TickCount64) != Arrival.Doubtful;

    // RFC 3261 §12.2.1.1.
    private SipUri NextHop => NameAddress.TryParse(ack.Headers.Get(HeaderName.Route), out var route) ? route.Uri : ack.RequestUri;
}
