using System.Collections.Concurrent;
using System.Reflection;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>The kinds of mailboxes of a system, by the path of their configuration or by what an actor requires.</summary>
public class Mailboxes
{
    /// <summary>The path of the default mailbox.</summary>
    public const string DefaultMailboxId = "akka.actor.default-mailbox";

    /// <summary>The path under which nothing is required.</summary>
    public const string NoMailboxRequirement = "";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MailboxType> _types = new();
    private readonly ConcurrentDictionary<Type, Type?> _required = new();
    private readonly ConcurrentDictionary<(Type Actor, string Deployed, Config? Dispatcher), MailboxType> _chosen = new();
    private readonly Dictionary<Type, string> _bindings = [];

    /// <summary>Reads the bindings of requirements to mailboxes.</summary>
    public Mailboxes(ActorSystem system)
    {
        _system = system;
        DeadLetterMailbox = new DeadLetterMailbox(system.DeadLetters);
        Config bindings = system.Settings.Config.GetConfig("akka.actor.mailbox.requirements") ?? Config.Empty;
        foreach (var (name, value) in bindings.AsEnumerable())
        {
            Type type = TypeNames.Find(name.Trim('"'))
                ?? throw new ConfigurationException($"Type [{name}] from akka.actor.mailbox.requirements was not found");
            _bindings[type] = value.GetString() ?? "";
        }
    }

    /// <summary>The mailbox of all who are gone.</summary>
    public Mailbox DeadLetterMailbox { get; }

    /// <summary>The queue that an actor class requires, if any.</summary>
    public Type? GetRequiredType(Type actorType) => _required.GetOrAdd(actorType, static t => t.GetInterfaces()
        .Where(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
        .Select(static i => i.GetGenericArguments()[0])
        .FirstOrDefault());

    /// <summary>Whether an actor class requires a kind of queue.</summary>
    public bool HasRequiredType(Type actorType) => GetRequiredType(actorType) is not null;

    /// <summary>Whether the type makes queues that the actor class can live with.</summary>
    public bool ProducesMessageQueue(Type mailboxType) => ProducedQueue(mailboxType) is not null;

    /// <summary>The mailbox configured at the path.</summary>
    public MailboxType Lookup(string id) => _types.GetOrAdd(id, Make);

    /// <summary>The mailbox bound to a kind of queue.</summary>
    public MailboxType LookupByQueueType(Type queueType) =>
        _bindings.TryGetValue(queueType, out string? id)
            ? Lookup(id)
            : throw new ConfigurationException($"Mailbox Mapping for [{queueType}] not configured");

    /// <summary>The mailbox for an actor: what its props ask for, what its dispatcher has, what its class requires, or the default.</summary>
    public MailboxType GetMailboxType(Props props, Config? dispatcherConfig) =>
        _chosen.GetOrAdd((props.Type, props.Deploy.Mailbox, dispatcherConfig), static (key, mailboxes) => mailboxes.Choose(key.Actor, key.Deployed, key.Dispatcher), this);

    private MailboxType Choose(Type actorType, string deployed, Config? dispatcherConfig)
    {
        Type? required = GetRequiredType(actorType);
        string dispatcherMailbox = dispatcherConfig is not null && dispatcherConfig.HasPath("mailbox-type")
            ? dispatcherConfig.GetString("mailbox-type") ?? ""
            : "";
        Type? dispatcherRequires = DispatcherRequirement(dispatcherConfig);

        if (deployed.Length > 0 && deployed != DefaultMailboxId && deployed != Deploy.NoMailboxGiven)
        {
            return Verified(Lookup(deployed), actorType, required, dispatcherRequires);
        }

        if (dispatcherMailbox.Length > 0)
        {
            MailboxType own = _types.GetOrAdd(dispatcherConfig!.GetString("id") ?? dispatcherMailbox, _ => Instantiate(dispatcherMailbox, dispatcherConfig));
            return Verified(own, actorType, required, dispatcherRequires);
        }

        return required is not null && _bindings.ContainsKey(required)
            ? Verified(LookupByQueueType(required), actorType, null, dispatcherRequires)
            : dispatcherRequires is not null ? LookupByQueueType(dispatcherRequires) : Lookup(DefaultMailboxId);
    }

    private static Type? DispatcherRequirement(Config? dispatcherConfig)
    {
        string? name = dispatcherConfig is not null && dispatcherConfig.HasPath("mailbox-requirement")
            ? dispatcherConfig.GetString("mailbox-requirement")
            : null;
        return string.IsNullOrEmpty(name) ? null : TypeNames.Find(name);
    }

    private static MailboxType Verified(MailboxType type, Type actorType, Type? required, Type? dispatcherRequires)
    {
        Type? produced = ProducedQueue(type.GetType());
        if (produced is null)
        {
            return type;
        }

        if (required is not null && !required.IsAssignableFrom(produced))
        {
            throw new ArgumentException($"produced message queue type [{produced}] does not fulfill requirement for actor class [{actorType}]. Must be a subclass of [{required}].");
        }

        if (dispatcherRequires is not null && !dispatcherRequires.IsAssignableFrom(produced))
        {
            throw new ArgumentException($"produced message queue type of [{produced}] does not fulfill requirement for dispatcher. Must be a subclass of [{dispatcherRequires}].");
        }

        return type;
    }

    private static Type? ProducedQueue(Type mailboxType) => mailboxType.GetInterfaces()
        .Where(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IProducesMessageQueue<>))
        .Select(static i => i.GetGenericArguments()[0])
        .FirstOrDefault();

    private MailboxType Make(string id)
    {
        if (id == "unbounded")
        {
            return new UnboundedMailbox();
        }

        if (id == "bounded")
        {
            return new BoundedMailbox(_system.Settings, Section(DefaultMailboxId));
        }

        if (!_system.Settings.Config.HasPath(id))
        {
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        }

        Config config = Section(id);
        string type = config.GetString("mailbox-type") ?? "";
        return string.IsNullOrEmpty(type)
            ? throw new ConfigurationException($"The setting mailbox-type defined in [{id}] is empty")
            : Instantiate(type, config);
    }

    private Config Section(string id) =>
        ConfigurationFactory.ParseString($"id = \"{id}\"")
            .WithFallback(_system.Settings.Config.GetConfig(id) ?? Config.Empty)
            .WithFallback(_system.Settings.Config.GetConfig(DefaultMailboxId) ?? Config.Empty);

    private MailboxType Instantiate(string name, Config config)
    {
        Type type = TypeNames.Find(name)
            ?? throw new ConfigurationException($"Found mailbox-type [{name}] in configuration, but could not find that type in any loaded assemblies.");
        try
        {
            return (MailboxType)Activator.CreateInstance(type, _system.Settings, config)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw new ArgumentException($"Cannot instantiate MailboxType {type}, defined in [{config.GetString("id")}]. {e.InnerException.Message}", e.InnerException);
        }
    }
}
