using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>A node of a cluster on loopback: the real stack, door and proxy, with the test as its exchange.</summary>
internal sealed class TestNode : ISipUser, ILinkCallee, ITransitPlan, IServerTransactionUser, IAsyncDisposable
{
    public const string Cluster = "demo";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public TestNode(string name, string branch, NodeRoles roles, SipTransport transport, TlsOptions? tls = null, TransitLimits? limits = null)
    {
        var options = new LinkOptions { Names = new LinkNames(Cluster), Node = new(name), Branch = new(branch), Roles = roles, Transports = [transport] };
        Links = new NodeLinks(options);
        Transit = roles.HasFlag(NodeRoles.Trunk) ? new TransitProxy(new TransitParts(Links, this, limits ?? TransitLimits.None, this)) : null;
        Door = new LinkDoor(Links, this, this, Transit);
        var listener = LinkListener.Of(options, transport, new IPEndPoint(IPAddress.Loopback, 0), tls);
        var rules = LinkListener.RulesOf(options);
        Stack = new SipStack(
            new SipStackOptions
            {
                Listeners = [listener],
                RulesByListener = rules is null ? [] : new Dictionary<string, RequestRules> { [LinkNames.Listener] = rules },
            },
            Door);
        Stack.Faulted += Faults.Enqueue;
        Transit?.Use(Stack);
        Outlet = new LinkOutlet(Links, Stack);
        var bound = Stack.Listeners[0].EndPoint;
        Member = new Member(
            options.Node, options.Branch, 1, roles, MemberStatus.Up, [new LinkAddress(transport.UriName(), "127.0.0.1", bound.Port)], "test", NodeLoad.None);
        Stack.Start();
    }

    public NodeLinks Links { get; }

    public TransitProxy? Transit { get; }

    public LinkDoor Door { get; }

    public SipStack Stack { get; }

    public LinkOutlet Outlet { get; }

    public Member Member { get; set; }

    public ConcurrentQueue<Exception> Faults { get; } = [];

    public BlockingCollection<ServerTransaction> Invites { get; } = [];

    public BlockingCollection<ServerTransaction> InDialog { get; } = [];

    public BlockingCollection<string> Told { get; } = [];

    /// <summary>What to do with a call; by default it rings and is answered.</summary>
    public Action<ServerTransaction>? OnCall { get; set; }

    public Func<TransitQuery, RouteDecision> Way { get; set; } = _ => new RouteDecision.Refused(new(404), new(1), "");

    /// <summary>All nodes know of all.</summary>
    public static void Join(params TestNode[] nodes)
    {
        var members = nodes.Select(node => node.Member).ToImmutableArray();
        foreach (var node in nodes)
        {
            node.Links.Apply(new CurrentClusterState(node.Member, members, [], ""));
        }
    }

    public ServerTransaction NextInvite() => Next(Invites);

    public ServerTransaction NextInDialog() => Next(InDialog);

    public string NextTold() => Next(Told);

    public ValueTask DisposeAsync() => Stack.DisposeAsync();

    void ISipUser.OnRequest(ServerTransaction transaction)
    {
        transaction.User = this;
        InDialog.Add(transaction);
        transaction.Respond(SipResponse.For(transaction.Request, 200));
    }

    void ILinkCallee.OnInvite(ServerTransaction invite, LinkPeer from)
    {
        invite.User = this;
        Invites.Add(invite);
        if (OnCall is not null)
        {
            OnCall(invite);
            return;
        }

        Respond(invite, 180);
        Respond(invite, 200);
    }

    void ILinkCallee.OnTrunkInvite(ServerTransaction invite, LinkPeer from, string trunk, string number)
    {
        Told.Add($"trunk {trunk} {number} from {from.Branch}");
        invite.Respond(SipResponse.For(invite.Request, 486));
    }

    void ILinkCallee.OnMessage(ServerTransaction message)
    {
        Told.Add($"message {message.Request.RequestUri.User}");
        message.Respond(SipResponse.For(message.Request, 202));
    }

    RouteDecision ITransitPlan.Decide(TransitQuery query) => Way(query);

    RouteDecision ITransitPlan.DecideMessage(TransitQuery query) => Way(query);

    void IServerTransactionUser.OnCancel(ServerTransaction transaction, SipRequest cancel)
    {
        Told.Add("cancel");
        Respond(transaction, 487);
    }

    void IServerTransactionUser.OnAck(ServerTransaction transaction, SipRequest ack) => Told.Add($"ack {ack.CSeq.Number}");

    public void Respond(ServerTransaction invite, int status)
    {
        var response = SipResponse.For(invite.Request, status, toTag: "callee");
        response.Headers.Add(HeaderName.Contact, $"<{Outlet.ContactOf("callee")}>");
        invite.Respond(response);
    }

    private static T Next<T>(BlockingCollection<T> from)
    {
        from.TryTake(out var one, s_patience).ShouldBeTrue($"no {typeof(T).Name} in time");
        return one!;
    }
}
