using System.Collections.Concurrent;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Does something to actors when they are made and before they are discarded.</summary>
public interface IActorProducerPlugin
{
    /// <summary>Whether it concerns actors of the class.</summary>
    bool CanBeAppliedTo(Type actorType);

    /// <summary>Is called with a new instance.</summary>
    void AfterIncarnated(ActorBase actor, IActorContext context);

    /// <summary>Is called with an instance about to be discarded.</summary>
    void BeforeIncarnated(ActorBase actor, IActorContext context);
}

/// <summary>A plugin for all actors.</summary>
public abstract class ActorProducerPluginBase : IActorProducerPlugin
{
    /// <inheritdoc />
    public virtual bool CanBeAppliedTo(Type actorType) => true;

    /// <inheritdoc />
    public virtual void AfterIncarnated(ActorBase actor, IActorContext context)
    {
    }

    /// <inheritdoc />
    public virtual void BeforeIncarnated(ActorBase actor, IActorContext context)
    {
    }
}

/// <summary>A plugin for actors of one class.</summary>
public abstract class ActorProducerPluginBase<TActor> : ActorProducerPluginBase
    where TActor : ActorBase
{
    /// <inheritdoc />
    public sealed override bool CanBeAppliedTo(Type actorType) => typeof(TActor).IsAssignableFrom(actorType);

    /// <inheritdoc />
    public sealed override void AfterIncarnated(ActorBase actor, IActorContext context) => AfterIncarnated((TActor)actor, context);

    /// <inheritdoc />
    public sealed override void BeforeIncarnated(ActorBase actor, IActorContext context) => BeforeIncarnated((TActor)actor, context);

    /// <summary>Is called with a new instance.</summary>
    public virtual void AfterIncarnated(TActor actor, IActorContext context)
    {
    }

    /// <summary>Is called with an instance about to be discarded.</summary>
    public virtual void BeforeIncarnated(TActor actor, IActorContext context)
    {
    }
}

/// <summary>Finds the plugins for each class of actors.</summary>
public class ActorProducerPipelineResolver
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Type, ActorProducerPipeline?> _pipelines = new();
    private readonly List<IActorProducerPlugin> _plugins = [];

    internal ActorProducerPipelineResolver() => Register(new ActorStashPlugin());

    /// <summary>How many plugins there are.</summary>
    public int TotalPluginCount => _plugins.Count;

    /// <summary>Adds a plugin; false when one of its class is there.</summary>
    public bool Register(IActorProducerPlugin plugin) => Insert(_plugins.Count, plugin);

    /// <summary>Adds a plugin at a place; false when one of its class is there.</summary>
    public bool Insert(int index, IActorProducerPlugin plugin)
    {
        lock (_gate)
        {
            if (IsRegistered(plugin))
            {
                return false;
            }

            _plugins.Insert(index, plugin);
            _pipelines.Clear();
            return true;
        }
    }

    /// <summary>Removes a plugin.</summary>
    public bool Unregister(IActorProducerPlugin plugin)
    {
        lock (_gate)
        {
            _pipelines.Clear();
            return _plugins.RemoveAll(p => p.GetType() == plugin.GetType()) > 0;
        }
    }

    /// <summary>Whether a plugin of the class is there.</summary>
    public bool IsRegistered(IActorProducerPlugin plugin) => _plugins.Exists(p => p.GetType() == plugin.GetType());

    internal ActorProducerPipeline? ResolvePipeline(Type actorType) => _pipelines.GetOrAdd(actorType, Make);

    private ActorProducerPipeline? Make(Type actorType)
    {
        lock (_gate)
        {
            IActorProducerPlugin[] fitting = [.. _plugins.Where(p => p.CanBeAppliedTo(actorType))];
            return fitting.Length == 0 ? null : new ActorProducerPipeline(fitting);
        }
    }
}

/// <summary>The plugins for one class of actors.</summary>
internal sealed class ActorProducerPipeline(IActorProducerPlugin[] plugins)
{
    public void AfterActorIncarnated(ActorBase actor, IActorContext context)
    {
        foreach (IActorProducerPlugin plugin in plugins)
        {
            try
            {
                plugin.AfterIncarnated(actor, context);
            }
            catch (Exception e)
            {
                Report(e, plugin, "the newly created", actor, context);
            }
        }
    }

    public void BeforeActorTerminated(ActorBase actor, IActorContext context)
    {
        foreach (IActorProducerPlugin plugin in plugins)
        {
            try
            {
                plugin.BeforeIncarnated(actor, context);
            }
            catch (Exception e)
            {
                Report(e, plugin, "the ending", actor, context);
            }
        }
    }

    // A plugin that fails harms neither the actor nor the other plugins.
    private static void Report(Exception cause, IActorProducerPlugin plugin, string which, ActorBase actor, IActorContext context) =>
        context.System.EventStream.Publish(new Error(
            cause,
            context.Self.Path.ToString(),
            actor.GetType(),
            $"An exception occurred while applying plugin of type {plugin.GetType()} to {which} actor (Type = {actor.GetType()}, Path = {context.Self.Path})"));
}

/// <summary>Gives actors their stash, and puts stashed messages back before an instance goes.</summary>
internal sealed class ActorStashPlugin : ActorProducerPluginBase
{
    public override bool CanBeAppliedTo(Type actorType) =>
        typeof(IActorStash).IsAssignableFrom(actorType);

    public override void AfterIncarnated(ActorBase actor, IActorContext context)
    {
        if (actor is IActorStash stasher)
        {
            stasher.Stash = CellStash.Make((ActorCell)context, actor.GetType());
        }
    }

    public override void BeforeIncarnated(ActorBase actor, IActorContext context)
    {
        if (actor is IActorStash { Stash: { } stash } && stash.NonEmpty)
        {
            stash.UnstashAll();
        }
    }
}

/// <summary>Finds the limit of an actor's stash.</summary>
internal static class CellStash
{
    public static IStash Make(ActorCell cell, Type actorType)
    {
        int deployed = cell.Props.Deploy.StashCapacity;
        if (typeof(IWithUnboundedStash).IsAssignableFrom(actorType))
        {
            return new Internal.UnboundedStashImpl(cell);
        }

        bool bounded = typeof(IWithBoundedStash).IsAssignableFrom(actorType);
        int capacity = deployed != Deploy.NoStashSize ? deployed : Configured(cell, bounded);
        return bounded || capacity >= 0 ? new Internal.BoundedStashImpl(cell, capacity) : new Internal.UnboundedStashImpl(cell);
    }

    private static int Configured(ActorCell cell, bool bounded)
    {
        Configuration.Config config = cell.SystemImpl.Settings.Config;
        foreach (string path in (string[])[cell.Props.Mailbox, cell.Props.Dispatcher])
        {
            string section = Aliased(config, path) + ".stash-capacity";
            if (config.HasPath(section) && config.GetInt(section) is var capacity and >= 0)
            {
                return capacity;
            }
        }

        return bounded && config.HasPath(cell.Props.Mailbox + ".mailbox-capacity") ? config.GetInt(cell.Props.Mailbox + ".mailbox-capacity") : -1;
    }

    private static string Aliased(Configuration.Config config, string path)
    {
        for (int hops = 0; hops < 20 && config.GetValue(path) is { } value && value.IsString() && value.GetString() is { Length: > 0 } target; hops++)
        {
            path = target;
        }

        return path;
    }
}
