using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Extensions;

/// <summary>
/// All extensions of a domain. It makes an extension's actor when the number is first spoken to, passes messages on by number,
/// and keeps what each last said of itself for lists. A failing extension is restarted; its bindings come from here.
/// </summary>
public sealed class ExtensionsActor : ReceiveActor
{
    private readonly Dictionary<ExtensionNumber, IActorRef> _actors = [];
    private readonly Dictionary<ExtensionNumber, ExtensionChanged> _known = [];
    private readonly IActorRef _store;
    private readonly TimeProvider _clock;
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System, "extensions");
    private readonly DomainProfile _domain;

    /// <summary>The extensions of this domain.</summary>
    public ExtensionsActor(DomainProfile domain, IActorRef store, TimeProvider clock)
    {
        (_domain, _store, _clock) = (domain, store, clock);
        Receive<ExtensionCommand>(Pass);
        Receive<ExtensionChanged>(changed => _known[changed.Number] = changed);
        Receive<ExtensionRestarted>(message => Sender.Tell(new RestoreBindings(message.Number, _known.GetValueOrDefault(message.Number)?.Bindings ?? [])));
        Receive<BindingsLoaded>(Restore);
        Receive<ListExtensions>(list => Sender.Tell(new ExtensionList(List(list))));
    }

    private void Pass(ExtensionCommand command)
    {
        if (Find(command.Number) is { } extension)
        {
            extension.Forward(command);
            return;
        }

        switch (command)
        {
            case Page page: Sender.Tell(new PageFailed(page.Call, Unavailability.Unknown)); break;
            case AdmitOutgoing admit: Sender.Tell(new OutgoingRefused(admit.Call)); break;
            case Register register: register.Transaction.Respond(Sip.Messages.SipResponse.For(register.Transaction.Request, 404)); break;
        }
    }

    private IActorRef? Find(ExtensionNumber number)
    {
        if (_actors.TryGetValue(number, out var actor))
        {
            return actor;
        }

        if (_domain.Find(number) is not { } profile)
        {
            return null;
        }

        actor = Context.ActorOf(Props.CreateBy(new ExtensionProducer(_domain.Name, profile, _store, _clock, _log)), ExtensionPath.NameOf(number));
        _actors[number] = actor;
        return actor;
    }

    private void Restore(BindingsLoaded loaded)
    {
        foreach (var stored in loaded.Numbers)
        {
            Find(stored.Number)?.Tell(new RestoreBindings(stored.Number, stored.Bindings));
        }

        Context.Parent.Tell(new BindingsRestored(_domain.Name));
    }

    private ImmutableArray<ExtensionView> List(ListExtensions list)
    {
        var views = ImmutableArray.CreateBuilder<ExtensionView>();
        foreach (var profile in _domain.Extensions)
        {
            if (list.Number is null || list.Number == profile.Number.Value)
            {
                views.Add(ExtensionView.Of(_domain.Name, profile, _known.GetValueOrDefault(profile.Number)));
            }
        }

        views.Sort((a, b) => string.CompareOrdinal(a.Number, b.Number));
        return views.ToImmutable();
    }
}
