using System.Globalization;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Sdp;
using ActorPbx.Sip.Timers;

namespace ActorPbx.Sip.Transactions;

/// <summary>
/// The provisional responses of one early dialog that are sent reliably (RFC 3262 §3): each is repeated until its PRACK, and the next one waits for that.
/// Its state is under the lock of its INVITE's machine.
/// </summary>
internal sealed class ReliableResponses(InviteServerMachine machine, TransactionLayer layer, CSeq invite, string tag, ReliableResponses? others) : TimerNode
{
    private const int MostWaiting = 16;

    private readonly Queue<Numbered> _waiting = [];
    // RFC 3262 §3: chosen at random; so far below 2**31 that counting never gets there.
    private uint _last = (uint)Random.Shared.Next(1, 1 << 30);
    private Numbered? _unconfirmed;
    private long _interval;
    private long _repeatAt;
    private long _endAt;
    private bool _isOver;

    /// <summary>Those of the dialog with this tag of ours, among all of an INVITE; null for none.</summary>
    public static ReliableResponses? Find(ReliableResponses? any, string? tag)
    {
        while (any is not null && any.Tag != tag) any = any.Others;
        return any;
    }

    private string Tag { get; } = tag;

    private ReliableResponses? Others { get; } = others;

    /// <summary>Sends a response, or keeps it until those before it are confirmed. What piles up behind a peer that confirms nothing is dropped. Caller holds the lock.</summary>
    public void Add(SipResponse response)
    {
        if (_waiting.Count == MostWaiting) return;
        response.Headers.Add(HeaderName.Require, ReliableRules.Option);
        response.Headers.Add(HeaderName.RSeq, (++_last).ToString(CultureInfo.InvariantCulture));
        _waiting.Enqueue(new Numbered(_last, machine.Complete(response), SessionDescription.IsIn(response)));
        if (_unconfirmed is null) SendNext();
    }

    /// <summary>Takes a PRACK. Caller holds the lock.</summary>
    public PrackVerdict Confirm(SipRequest prack)
    {
        // RFC 3262 §3: RSeq, CSeq number and method must all match an unconfirmed response; a PRACK that came before is one that does not.
        if (_unconfirmed is not { } sent || !RAck.TryRead(prack, out var rack) || rack != new RAck(sent.Sequence, invite)) return PrackVerdict.Unknown;
        _unconfirmed = null;
        layer.Wheel.Cancel(this);
        if (!_isOver) SendNext();
        return sent.HasSession ? PrackVerdict.ConfirmedSession : PrackVerdict.Confirmed;
    }

    /// <summary>RFC 3262 §3: after the final response nothing is repeated any longer, but its PRACK is still taken. Caller holds the lock.</summary>
    public void End()
    {
        for (ReliableResponses? each = this; each is not null; each = each.Others)
        {
            each._isOver = true;
            each._waiting.Clear();
            layer.Wheel.Cancel(each);
        }
    }

    protected internal override void OnDue(long now)
    {
        bool isTooLate;
        lock (machine)
        {
            if (_isOver || _unconfirmed is not { } sent || _repeatAt > now) return;
            isTooLate = _endAt <= now;
            if (!isTooLate)
            {
                machine.Repeat(sent.Message);
                _interval *= 2;
                Schedule(now);
            }
        }

        if (isTooLate && machine.UserEnd is { } waiting) layer.Tell(static user => user.User?.OnPrackTimeout(user), waiting);
    }

    private void SendNext()
    {
        if (!_waiting.TryDequeue(out var next)) return;
        _unconfirmed = next;
        machine.SendProvisional(next.Message, Tag);
        // RFC 3262 §3: from T1 on, doubling without T2's bound, for 64·T1, over every transport.
        _interval = layer.T1;
        _endAt = layer.Now + layer.GiveUp;
        Schedule(layer.Now);
    }

    private void Schedule(long now)
    {
        _repeatAt = Math.Min(now + _interval, _endAt);
        layer.Wheel.Schedule(this, _repeatAt);
    }

    private readonly record struct Numbered(uint Sequence, byte[] Message, bool HasSession);
}
