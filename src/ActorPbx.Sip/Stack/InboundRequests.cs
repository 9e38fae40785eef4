using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>
/// The way of a request from the transport to the user, all on the transport's thread: known transaction, refusal, stateless answer, or a new transaction
/// which exists and has sent its 100 Trying before anyone hears of it.
/// </summary>
internal sealed class InboundRequests(TransactionLayer layer, ISipUser user, SipStackOptions options, Answerer answerer)
{
    private const int RetryAfterSeconds = 5;

    public void Take(SipRequest request, SipFlow flow)
    {
        if (request.Method == SipMethod.Ack)
        {
            TakeAck(request, flow);
            return;
        }

        SipFlow replyFlow = answerer.NoteSource(request, flow);
        ulong key = TransactionKeys.OfServer(request, request.Method);
        if (TryAbsorb(key, flow)) return;
        if (request.Method == SipMethod.Cancel) TakeCancel(request, flow, replyFlow, key);
        else if (user.Ignores(request, flow)) layer.Port.StatisticsOf(flow.Transport).CountRefused();
        else if (Refuse(request, flow) is { } refusal) answerer.AnswerStateless(refusal, replyFlow, key);
        else Begin(request, flow, replyFlow, key);
    }

    private bool TryAbsorb(ulong key, SipFlow flow)
    {
        if (!layer.Servers.TryFind(key, out ServerMachine? known) && !layer.SettledServers.Has(key)) return false;
        layer.Port.StatisticsOf(flow.Transport).CountRetransmissionIn();
        if (known is null) layer.Repeat(key);
        else known.OnRetransmission();
        return true;
    }

    private void TakeAck(SipRequest ack, SipFlow flow)
    {
        // RFC 3261 §17.2.3: the ACK of a refusal has the INVITE's branch, that of a 2xx a new one.
        ulong key = TransactionKeys.OfServer(ack, SipMethod.Invite);
        if (layer.Servers.TryFind(key, out ServerMachine? machine) && machine is InviteServerMachine invite && !invite.IsPassedOn)
            invite.OnAckOfBranch(ack);
        else if (layer.AwaitingAck.TryFind(TransactionKeys.OfAck(ack.CallId, ack.ToTag, ack.CSeq.Number), out InviteServerMachine? accepted))
            accepted.OnAckOfSuccess(ack);
        else if (!layer.SettledServers.Has(key))
            user.OnAckWithoutTransaction(ack, flow);
    }

    /// <summary>RFC 3261 §9.2.</summary>
    private void TakeCancel(SipRequest cancel, SipFlow flow, SipFlow replyFlow, ulong key)
    {
        ulong inviteKey = TransactionKeys.OfServer(cancel, SipMethod.Invite);
        var invite = layer.Servers.TryFind(inviteKey, out ServerMachine? found) ? found as InviteServerMachine : null;
        string? tag = invite?.LocalTag ?? (layer.SettledServers.TryFind(inviteKey, out _, out byte[]? settled) ? Encoding.UTF8.GetString(settled) : null);
        if (tag is null)
        {
            answerer.AnswerStateless(SipResponse.For(cancel, 481), replyFlow, key);
            return;
        }

        var machine = new NonInviteServerMachine(layer, key, 0, replyFlow);
        if (!machine.TryEnter())
        {
            layer.Port.StatisticsOf(flow.Transport).CountRetransmissionIn();
            return;
        }

        machine.Attach(new MachineServerTransaction(machine, cancel, flow));
        machine.Respond(SipResponse.For(cancel, 200, toTag: tag));
        invite?.OnCancel(cancel);
    }

    private SipResponse? Refuse(SipRequest request, SipFlow flow)
    {
        if ((RequestGuard.Check(request, options.RulesOf(flow)) ?? RequestGuard.CheckTransport(request, flow.Transport)) is { } refusal) return refusal;
        if (IsFull(request)) return Busy(request);
        if (user.TryAnswerStateless(request, flow, out SipResponse? answer)) return answer;
        // RFC 3261 §8.2.2.2: the same request by another way, while the first is being answered.
        return request.ToTag is null && IsTwin(TransactionKeys.OfMerged(request)) && !IsTaken(request, flow) ? SipResponse.For(request, 482) : null;
    }

    private bool IsTwin(ulong mergedKey) => layer.Merged.TryFind(mergedKey, out _) || layer.SettledServers.Has(mergedKey);

    private bool IsTaken(SipRequest request, SipFlow flow) => request.Method == SipMethod.Invite && user.TakesTwin(request, flow);

    private bool IsFull(SipRequest request)
    {
        long alive = layer.Statistics.AliveInAll;
        if (alive < options.MaxTransactions) return false;
        return request.ToTag is null || alive >= options.MaxTransactions + options.MaxTransactions / 4L;
    }

    private SipResponse Busy(SipRequest request)
    {
        layer.Statistics.CountRefused();
        SipResponse busy = SipResponse.For(request, 503);
        busy.Headers.Add(HeaderName.RetryAfter, $"{RetryAfterSeconds}");
        return busy;
    }

    private void Begin(SipRequest request, SipFlow flow, SipFlow replyFlow, ulong key)
    {
        ulong mergedKey = request.ToTag is null ? TransactionKeys.OfMerged(request) : 0;
        bool isInvite = request.Method == SipMethod.Invite;
        ServerMachine machine = isInvite
            ? new InviteServerMachine(layer, key, mergedKey, replyFlow)
            : new NonInviteServerMachine(layer, key, mergedKey, replyFlow);
        var transaction = new MachineServerTransaction(machine, request, flow);
        machine.Attach(transaction);
        if (!machine.TryEnter())
        {
            // Another thread brought the same request an instant ago.
            layer.Port.StatisticsOf(flow.Transport).CountRetransmissionIn();
            return;
        }

        if (machine is InviteServerMachine invite) invite.SendTrying(request);
        else if (machine is NonInviteServerMachine other) other.StartWaiting();
        if (machine.Twin is { } first && IsTaken(request, flow)) TellOfTwin(first, machine, transaction);
        else if (machine.Twin is not null || (mergedKey != 0 && layer.SettledServers.Has(mergedKey))) transaction.Respond(SipResponse.For(request, 482));
        else user.OnRequest(transaction);
    }

    private static void TellOfTwin(ServerMachine first, ServerMachine machine, MachineServerTransaction twin)
    {
        if (first.UserEnd is not { User: { } answering } told)
        {
            twin.Respond(SipResponse.For(twin.Request, 482));
            return;
        }

        if (!first.HasFinal) machine.TakeOverFromTwin();
        answering.OnTwin(told, twin);
    }
}
