using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>What all responses of this server have in common: the way they go and the headers they bear.</summary>
internal sealed class Answerer(TransportLayer transports, string? server)
{
    /// <summary>RFC 3261 §18.2.1 and RFC 3581 §4: writes the source into the top Via, and tells where responses go.</summary>
    public SipFlow NoteSource(SipRequest request, SipFlow flow)
    {
        Via via = request.TopVia;
        if (via.WantsRport || !string.Equals(via.Host, flow.RemoteHost, StringComparison.Ordinal))
            request.ReplaceTopVia(via.WithSource(flow.RemoteHost, flow.Remote.Port));
        return via.WantsRport ? flow : transports.FlowTo(flow, via.Port ?? flow.Transport.DefaultPort());
    }

    /// <summary>RFC 3261 §8.2.7: an answer that nothing is remembered of; its To tag is the same each time.</summary>
    public void AnswerStateless(SipResponse response, SipFlow replyFlow, ulong key)
    {
        transports.Send(replyFlow, Outgoing.Complete(response, key, server));
    }

    /// <summary>Says to the sender of a faulty request what is wrong with it, if the request can be answered at all.</summary>
    public void AnswerMalformed(SipParseError error, SipFlow flow)
    {
        transports.StatisticsOf(flow.Transport).CountParseError();
        if (error.Request is null) return;
        SipFlow replyFlow = NoteSource(error.Request, flow);
        string toTag = TransactionKeys.LocalTag(SipHash.Of(error.Request.TopVia.Branch));
        SipResponse response = SipResponse.For(error.Request, error.StatusCode, error.Reason, toTag);
        if (server is not null) response.Headers.Add(HeaderName.Server, server);
        transports.Send(replyFlow, MessageBytes.Of(response));
    }
}
