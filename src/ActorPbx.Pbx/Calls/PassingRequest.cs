using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>A request inside the dialogs that is on its way: whose it is, and once it was passed on, its other half.</summary>
internal sealed class PassingRequest(ServerTransaction asked, LegId from)
{
    private readonly List<ServerTransaction> _twins = [];
    private SipResponse? _answer;

    /// <summary>The request as it came.</summary>
    public SipRequest Request => asked.Request;

    /// <summary>What it came over.</summary>
    public SipFlow Flow => asked.Flow;

    /// <summary>The leg that sent it.</summary>
    public LegId From { get; } = from;

    /// <summary>The leg that it was passed to.</summary>
    public LegId To { get; set; }

    /// <summary>The request as it was passed on; null when it was not.</summary>
    public ClientTransaction? Passed { get; set; }

    /// <summary>The asker's ACK to a 2xx of a re-INVITE.</summary>
    public SipRequest? Ack { get; set; }

    /// <summary>True once the ACK for the passed re-INVITE went out.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Sends the asker a response, by each path that the request came.</summary>
    public void Respond(SipResponse response)
    {
        asked.Respond(response);
        _answer = response.IsProvisional ? null : response;
        foreach (var twin in _twins)
        {
            twin.Respond(Again(twin.Request, response));
        }
    }

    /// <summary>True for the same request by another path: its sender saw no answer and tried another T-MSS (RFC 3261 §8.2.2.2, but inside a dialog).</summary>
    public bool IsSameAs(SipRequest request) =>
        request.CSeq == Request.CSeq && request.CallId == Request.CallId && request.FromTag == Request.FromTag;

    /// <summary>The same request by another path gets the same answer, now or when there is one.</summary>
    public void Join(ServerTransaction twin)
    {
        if (_answer is not null)
        {
            twin.Respond(Again(twin.Request, _answer));
            return;
        }

        _twins.Add(twin);
    }

    /// <summary>An answer that was given before, for the same request by another way.</summary>
    internal static SipResponse Again(SipRequest request, SipResponse answer)
    {
        var again = SipResponse.For(request, answer.StatusCode, null, answer.ToTag);
        again.Body = answer.Body;
        foreach (var header in answer.Headers)
        {
            if (!again.Headers.Contains(header.Name))
            {
                again.Headers.Add(header.Name, header.Value);
            }
        }

        return again;
    }
}
