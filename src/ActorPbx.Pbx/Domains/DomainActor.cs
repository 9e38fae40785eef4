using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Publications;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Domains;

/// <summary>One virtual PBX: the parent of its extensions and its calls. Nothing in one domain can name anything in another.</summary>
public sealed class DomainActor : ReceiveActor
{
    private readonly DomainProfile _domain;
    private readonly ExchangeServices _services;
    private readonly IActorRef _extensions;
    private readonly IActorRef _trunks;
    private readonly IActorRef _calls;
    private readonly IActorRef _subscriptions;
    private readonly IActorRef _messages;
    private readonly IActorRef _publications;
    private readonly IActorRef? _distant;
    private readonly IActorRef? _shown;
    private readonly IActorRef? _guests;
    private readonly IActorRef? _away;

    /// <summary>The actors of this domain.</summary>
    public DomainActor(DomainProfile domain, ExchangeServices services)
    {
        (_domain, _services) = (domain, services);
        _extensions = Context.ActorOf(Props.Create(() => new ExtensionsActor(domain, services.Store, services.Clock, services.Metrics)), "extensions");
        _trunks = Context.ActorOf(Props.Create(() => new TrunksActor(domain, services.Outlet, services.Trunks)), "trunks");
        var routing = new CallRouting(domain, services.Branch, services.Roaming?.Book, services.Directory);
        var callServices = new CallServices(
            services.Outlet, services.Dialogs, _extensions, _trunks, services.Store, services.Media, services.Clock, services.Node, Logging.GetLogger(Context.System, "calls"), services.MaxCalls, routing)
        { Networks = services.Networks, Metrics = services.Metrics, Tolls = services.Tolls, Security = services.Security };
        _calls = Context.ActorOf(Props.Create(() => new CallsActor(callServices)), "calls");
        var messageParts = new MessageParts(domain, services.Outlet, _extensions, services.Store, services.Clock, Logging.GetLogger(Context.System, "messages"))
        { Routes = new MessageRoutes(domain, services.Branch, services.Roaming?.Book) };
        _messages = Context.ActorOf(Props.Create(() => new MessagesActor(messageParts)), "messages");
        _publications = Context.ActorOf(Props.Create(() => new PublicationsActor(domain, services.Clock)), "publications");
        var subscriptionParts = new SubscriptionParts(
            domain, services.Outlet, services.Dialogs, _extensions, _messages, _publications, services.Clock, Logging.GetLogger(Context.System, "subscriptions"), routing);
        if (services.Branch is not null)
        {
            var ownParts = subscriptionParts;
            _distant = Context.ActorOf(Props.Create(() => new DistantNumbersActor(ownParts)), "distant-numbers");
            _shown = Context.ActorOf(Props.Create(() => new ShownNumbersActor(ownParts)), "shown-numbers");
            subscriptionParts = subscriptionParts with { Distant = _distant };
        }

        var allParts = subscriptionParts;
        _subscriptions = Context.ActorOf(Props.Create(() => new SubscriptionsActor(allParts)), "subscriptions");
        if (services.Roaming is { } roaming)
        {
            var parts = new GuestsParts(domain, _extensions, services.Store, roaming.Book, roaming.Door, services.Clock);
            var (extensions, store, clock) = (_extensions, services.Store, services.Clock);
            _guests = Context.ActorOf(Props.Create(() => new GuestsActor(parts)), "guests");
            _away = Context.ActorOf(Props.Create(() => new AwayActor(domain, extensions, store, clock)), "away");
        }

        Receive<ExtensionCommand>(message => _extensions.Forward(message));
        Receive<BindingsLoaded>(message => _extensions.Forward(message));
        Receive<BindingsRestored>(message => Context.Parent.Tell(message));
        Receive<ListExtensions>(message => _extensions.Forward(message));
        Receive<GuestsRestored>(_ => LoadBindings());
        Receive<RoamingJoined>(OnRoaming);
        Receive<TrunksJoined>(message => _trunks.Forward(message));
        Receive<DomainReloaded>(OnReloaded);
        Receive<TrunkCommand>(message => _trunks.Forward(message));
        Receive<ListTrunks>(message => _trunks.Forward(message));
        Receive<ListCalls>(message => _calls.Forward(message));
        Receive<CountCalls>(message => _calls.Forward(message));
        Receive<HangUpCall>(message => _calls.Forward(message));
        Receive<Drain>(message => _calls.Forward(message));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _services.Doors.Open(_domain.Name, new DomainDoor(_extensions, _calls, _guests, _subscriptions, _messages, _publications));
        if (_guests is null)
        {
            LoadBindings();
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _services.Doors.Close(_domain.Name);

    // Guests are extensions by then, so that their bindings find them.
    private void LoadBindings() => _services.Store.Tell(new LoadBindings(_domain.Name));

    private void OnReloaded(DomainReloaded reloaded)
    {
        _extensions.Tell(reloaded);
        _trunks.Tell(reloaded);
    }

    private void OnRoaming(RoamingJoined joined)
    {
        _guests?.Tell(joined);
        _away?.Tell(joined);
        _messages.Tell(joined);
        _distant?.Tell(joined);
        _shown?.Tell(joined);
    }
}
