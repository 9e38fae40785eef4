using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Publications;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Subscriptions;

/// <summary>A domain whose numbers are watched: extensions and subscriptions as in production, the SIP edge and the clock in the test's hands.</summary>
internal sealed class WatchedDomain
{
    private readonly SipEdge _sip;
    private readonly DomainProfile _domain;
    private int _branch;

    /// <param name="system">Where its actors live.</param>
    /// <param name="sip">The edge.</param>
    /// <param name="store">The store.</param>
    /// <param name="clock">The time.</param>
    /// <param name="branch">In a cluster: the branch.</param>
    /// <param name="numbers">In a cluster: who owns which number.</param>
    /// <param name="links">In a cluster: the node links.</param>
    public WatchedDomain(
        ActorSystem system, SipEdge sip, IActorRef store, TimeProvider clock, BranchName branch = default, NumberBoard? numbers = null, ILinkOutlet? links = null)
    {
        _sip = sip;
        var settings = new DomainSettings
        {
            Messages = new MessageSettings { MaxPerNumber = 3, MaxBytes = 100 },
            Roaming = new RoamingSettings { Allow = ["berlin"] },
            Subscriptions = new SubscriptionSettings { MaxPerSubscriber = 3, MaxPerNumber = 4 },
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
                .Add("100-105", new ExtensionSettings { Password = "x", WatchOthers = true })
                .Add("106", new ExtensionSettings { Password = "x", SeveralDevices = true })
                .Add("110", new ExtensionSettings { Password = "x" })
                .Add("120-121", new ExtensionSettings { Password = "x", WatchOthers = true, PresenceGroup = "sales" })
                .Add("130", new ExtensionSettings { Password = "x", WatchOthers = true, PresenceGroup = "stock" }),
        };
        var builder = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", settings) }, "/");
        var domain = _domain = builder.Build().Find("pbx.test")!;
        builder.Faults.ShouldBeEmpty();
        var extensions = Extensions = system.ActorOf(Props.Create(() => new ExtensionsActor(domain, store, clock)));
        var calls = numbers is null ? null : new BranchCalls(branch, "", false, numbers, links!, new LinkCalls(0, 0), system.Scheduler.Advanced);
        var messageParts = new MessageParts(domain, sip, extensions, store, clock, Logging.GetLogger(system, "messages")) { Routes = new MessageRoutes(domain, calls) };
        var messages = Messages = system.ActorOf(Props.Create(() => new MessagesActor(messageParts)));
        var publications = Publications = system.ActorOf(Props.Create(() => new PublicationsActor(domain, clock)));
        var parts = new SubscriptionParts(domain, sip, Dialogs, extensions, messages, publications, clock, Logging.GetLogger(system, "subscriptions"), new CallRouting(domain, calls));
        if (numbers is not null)
        {
            var own = parts;
            Distant = system.ActorOf(Props.Create(() => new DistantNumbersActor(own)));
            Shown = system.ActorOf(Props.Create(() => new ShownNumbersActor(own)));
            parts = parts with { Distant = Distant };
        }

        var all = parts;
        Subscriptions = system.ActorOf(Props.Create(() => new SubscriptionsActor(all)));
    }

    public DialogOwners Dialogs { get; } = new();

    public IActorRef Extensions { get; }

    public IActorRef Subscriptions { get; }

    public IActorRef Messages { get; }

    public IActorRef? Distant { get; }

    public IActorRef? Shown { get; }

    public IActorRef Publications { get; }

    /// <summary>A PUBLISH; about its own number unless told otherwise.</summary>
    public AskedRequest Publish(string number, string document, string extra = "", string package = "presence", string contentType = "application/pidf+xml", string? about = null)
    {
        var type = document.Length == 0 ? "" : $"Content-Type: {contentType}\r\n";
        var asked = new AskedRequest(Request(number, $"<sip:{number}@pbx.test>", $"pub-{++_branch}", 1, $"Event: {package}\r\n{extra}{type}", "PUBLISH", document), SipEdge.CallerFlow);
        Publications.Tell(new NewPublication(new Identity(_domain, _domain.Find(number)!), new ExtensionNumber(about ?? number), asked), ActorRefs.NoSender);
        return asked;
    }

    /// <summary>A number is called.</summary>
    public void Page(IActorRef call, string number, string caller) => Extensions.Tell(new Page(new ExtensionNumber(number), CallOf(call), caller), call);

    /// <summary>A number comes into a call that talks.</summary>
    public void Join(IActorRef call, string number, string remote) => Extensions.Tell(new JoinCall(new ExtensionNumber(number), CallOf(call), remote), call);

    /// <summary>A MESSAGE outside a dialogue.</summary>
    public AskedRequest Say(string from, string to, string text, string extra = "Content-Type: text/plain\r\n", string device = "")
    {
        var request = Request(from, $"<sip:{to}@pbx.test>", $"say-{++_branch}", 1, extra, "MESSAGE", text);
        request.RequestUri = SipUri.Parse($"sip:{to}@pbx.test{device}");
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        Messages.Tell(new NewMessage(new Identity(_domain, _domain.Find(from)!), new ExtensionNumber(to), asked), ActorRefs.NoSender);
        return asked;
    }

    /// <summary>A MESSAGE that another node sends.</summary>
    public AskedRequest Bring(string from, string to, string text, string id, string extra = "", string device = "")
    {
        var request = Request(from, $"<sip:{to}@pbx.test>", $"bring-{++_branch}", 1, $"X-Message-ID: {id}\r\nContent-Type: text/plain\r\n{extra}", "MESSAGE", text);
        request.RequestUri = SipUri.Parse($"sip:{to}@pbx.test{device}");
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        Messages.Tell(new LinkMessage(new ExtensionNumber(to), asked), ActorRefs.NoSender);
        return asked;
    }

    /// <summary>A phone registers one of its flows over a connection, and has its 200.</summary>
    public void RegisterFlow(string number, int flow, int expires, string instance = "urn:uuid:1")
    {
        var connection = new SipFlow(SipTransport.Tcp, IPEndPoint.Parse("192.0.2.10:5060"), IPEndPoint.Parse($"192.0.2.100:4000{flow}"), flow);
        var contact = $"<sip:{number}@192.0.2.100:4000{flow};transport=tcp>;+sip.instance=\"<{instance}>\";reg-id={flow}";
        var asked = new AskedRequest(
            Request(number, $"<sip:{number}@pbx.test>", $"flow-{flow}", (uint)++_branch, $"Supported: path, outbound\r\nContact: {contact}\r\nExpires: {expires}\r\n", "REGISTER"), connection);
        Extensions.Tell(new Register(new ExtensionNumber(number), asked), ActorRefs.NoSender);
        asked.Next(200);
    }

    /// <summary>A phone registers, and has its 200.</summary>
    public void Register(string number, string host = "192.0.2.100", int expires = 600)
    {
        var sequence = ++_branch;
        var asked = new AskedRequest(
            Request(number, $"<sip:{number}@pbx.test>", "reg-" + host, (uint)sequence, $"Contact: <sip:{number}@{host}:5060>\r\nExpires: {expires}\r\n", "REGISTER"), SipEdge.CallerFlow);
        Extensions.Tell(new Register(new ExtensionNumber(number), asked), ActorRefs.NoSender);
        asked.Next(200);
    }

    /// <summary>A SUBSCRIBE outside a dialogue.</summary>
    public AskedRequest Subscribe(string watcher, string target, string package = "dialog", string extra = "Expires: 600\r\n", string? contact = null)
    {
        var asked = new AskedRequest(Request(watcher, $"<sip:{target}@pbx.test>", $"sub-{++_branch}", 1, $"Event: {package}\r\nContact: <{contact ?? $"sip:{watcher}@192.0.2.100"}>\r\n{extra}"), SipEdge.CallerFlow);
        Subscriptions.Tell(new NewSubscription(new Identity(_domain, _domain.Find(watcher)!), new ExtensionNumber(target), asked), ActorRefs.NoSender);
        return asked;
    }

    /// <summary>A request in the dialogue that a SUBSCRIBE made.</summary>
    public AskedRequest InDialog(AskedRequest first, SipResponse granted, uint sequence, string extra, string method = "SUBSCRIBE")
    {
        var watcher = first.Request.From.Uri.User!;
        var request = Request(watcher, granted.Headers.Get(HeaderName.To)!, first.Request.CallId, sequence, $"Contact: <sip:{watcher}@192.0.2.100>\r\n{extra}", method);
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        Dialogs.FindSubscription(granted.ToTag!).ShouldNotBeNull().Tell(new SubscribeCame(asked), ActorRefs.NoSender);
        return asked;
    }

    /// <summary>The next NOTIFY, not answered yet.</summary>
    public SentRequest Notify() => _sip.Next(SipMethod.Notify);

    /// <summary>A call of a number begins.</summary>
    public void Call(IActorRef call, string from, string to) =>
        Extensions.Tell(new AdmitOutgoing(new ExtensionNumber(from), CallOf(call), to), call);

    /// <summary>It rings, or is answered.</summary>
    public void Advance(IActorRef call, string number, DialogStage stage) => Extensions.Tell(new CallAdvanced(new ExtensionNumber(number), CallOf(call), stage), call);

    /// <summary>It is over.</summary>
    public void End(IActorRef call, string number) => Extensions.Tell(new ReleaseCall(new ExtensionNumber(number), CallOf(call)), call);

    private static CallId CallOf(IActorRef call) => new(call.Path.Name);

    private SipRequest Request(string watcher, string to, string callId, uint sequence, string extra, string method = "SUBSCRIBE", string body = "") => SipEdge.Parse(
        $"{method} sip:x@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK{callId}{sequence};rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:{watcher}@pbx.test>;tag=watcher\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {sequence} {method}\r\n{extra}Content-Length: {body.Length}\r\n\r\n{body}");
}
