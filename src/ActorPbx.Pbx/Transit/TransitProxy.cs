using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Transit;

/// <summary>What a T-MSS passes on is decided by these.</summary>
/// <param name="Links">Who is a node, and where.</param>
/// <param name="Plan">Who knows the way.</param>
/// <param name="Limits">How many calls a branch may have.</param>
/// <param name="Callee">Who takes calls by a trunk, or for a branch that this very node serves.</param>
public sealed record TransitParts(NodeLinks Links, ITransitPlan Plan, TransitLimits Limits, ILinkCallee Callee);

/// <summary>
/// The proxy of a T-MSS: passes calls on between branches, and whatever belongs to such calls, with nothing remembered beyond each transaction. It runs
/// on the transport's threads; a call costs no actor.
/// </summary>
public sealed class TransitProxy
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2.5);

    private readonly TransitParts _parts;
    private readonly NodeLinks _links;
    private readonly LinkNames _names;
    private readonly ProxyOptions _options;
    private SipProxy? _proxy;

    /// <summary>A proxy that has no stack yet: the stack's user comes first.</summary>
    public TransitProxy(TransitParts parts)
    {
        _parts = parts;
        _links = parts.Links;
        _names = _links.Options.Names;
        _options = new ProxyOptions { Host = _links.Options.Host, IsOwnRoute = _names.IsGroup, RecordRoute = _names.GroupRoute, Patience = s_patience };
    }

    /// <summary>The stack that it sends by, before that is started.</summary>
    public void Use(SipStack stack) => _proxy = new SipProxy(stack, _options);

    /// <summary>The refusal of what must not pass, whoever sends it; null when nothing stands against it.</summary>
    public SipResponse? Check(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ForwardingRules.Check(request, _options) is { } refusal)
        {
            return refusal;
        }

        // Between nodes there is no honest spiral: a branch that passes a call on makes a new one.
        return LoopDetection.WasHere(request, _options.Host) ? SipResponse.For(request, 482) : null;
    }

    /// <summary>A member's request that is not for this node.</summary>
    public void OnRequest(ServerTransaction transaction, LinkPeer from)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(from);
        var request = transaction.Request;
        if (_names.IsOfCluster(request.RequestUri.Host) && !_names.IsGroup(request.RequestUri))
        {
            PassToNode(transaction);
        }
        else if (request.ToTag is not null)
        {
            transaction.Respond(SipResponse.For(request, 481));
        }
        else if (request.Method == SipMethod.Invite)
        {
            OnInvite(transaction, from);
        }
        else if (request.Method == SipMethod.Message)
        {
            OnMessage(transaction, from);
        }
        else
        {
            transaction.Respond(SipResponse.For(request, request.Method == SipMethod.Options ? 200 : 404));
        }
    }

    /// <summary>The ACK of a 2xx, for the node that its Request-URI names.</summary>
    public void OnAck(SipRequest ack)
    {
        ArgumentNullException.ThrowIfNull(ack);
        if (_links.Find(ack.RequestUri.Host)?.Target is { } target)
        {
            _proxy!.ForwardAck(ack, target);
        }
    }

    // Inside a dialog the Request-URI names the one node that has it.
    private void PassToNode(ServerTransaction transaction)
    {
        if (_links.Find(transaction.Request.RequestUri.Host) is { Target: not null } node)
        {
            new TransitRequest(_proxy!, transaction, node).Start();
        }
        else
        {
            // It may have started a moment ago and not know everybody: another T-MSS does.
            transaction.Respond(Refusal(transaction.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure));
        }
    }

    private static TransitQuery QueryOf(SipRequest request, LinkPeer from) => new(
        from.Branch, VisitedBranches.Of(request), new DomainName(request.RequestUri.Host), request.RequestUri.User ?? "", request.From.Uri.User ?? "");

    private void OnInvite(ServerTransaction invite, LinkPeer from)
    {
        switch (_parts.Plan.Decide(QueryOf(invite.Request, from)))
        {
            case RouteDecision.ToBranch(var branch):
                PassToBranch(invite, from, branch);
                break;
            case RouteDecision.ToTrunk(var trunk, var number):
                _parts.Callee.OnTrunkInvite(invite, from, trunk, number);
                break;
            case RouteDecision.Refused(var code, var cause, _):
                from.Gauge.Refuse();
                Refuse(invite, code, cause);
                break;
            case RouteDecision.ToExtension or RouteDecision.ToHeadquarters:
                Refuse(invite, ResponseCode.NotFound, Cause.UnallocatedNumber);
                break;
            default:
                throw new InvalidOperationException("A decision that the proxy does not know.");
        }
    }

    // A text message is no call: it takes no place on the links.
    private void OnMessage(ServerTransaction message, LinkPeer from)
    {
        switch (_parts.Plan.DecideMessage(QueryOf(message.Request, from)))
        {
            case RouteDecision.ToBranch(var branch) when branch == _links.Options.Branch && _links.Options.Roles.HasFlag(NodeRoles.Local):
                _parts.Callee.OnMessage(message);
                break;
            case RouteDecision.ToBranch(var branch):
                new TransitMessage(_proxy!, message, LinkChoice.Order(_links.NodesOf(branch), message.Request.CallId)).Start();
                break;
            case RouteDecision.Refused(var code, var cause, _):
                Refuse(message, code, cause);
                break;
            default:
                throw new InvalidOperationException("A decision that the proxy does not know.");
        }
    }

    private void PassToBranch(ServerTransaction invite, LinkPeer from, BranchName branch)
    {
        if (branch == _links.Options.Branch && _links.Options.Roles.HasFlag(NodeRoles.Local))
        {
            _parts.Callee.OnInvite(invite, from);
            return;
        }

        var nodes = _links.NodesOf(branch);
        var hops = LinkChoice.Order(nodes, invite.Request.CallId);
        if (hops.IsEmpty)
        {
            Refuse(invite, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination);
        }
        else if (!_parts.Limits.MaySend(from.Branch, _links.NodesOf(from.Branch)) || !_parts.Limits.MayReceive(branch, nodes))
        {
            hops[0].Gauge.Refuse();
            Refuse(invite, new ResponseCode(480), Cause.NoCircuit);
        }
        else
        {
            new TransitInvite(_proxy!, invite, hops, branch).Start();
        }
    }

    internal static SipResponse Refusal(SipRequest request, ResponseCode code, Cause cause)
    {
        var response = SipResponse.For(request, code.Value);
        response.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(cause));
        if (code == ResponseCode.ServiceUnavailable)
        {
            response.Headers.Add(HeaderName.RetryAfter, "5");
        }

        return response;
    }

    private static void Refuse(ServerTransaction invite, ResponseCode code, Cause cause) => invite.Respond(Refusal(invite.Request, code, cause));
}
