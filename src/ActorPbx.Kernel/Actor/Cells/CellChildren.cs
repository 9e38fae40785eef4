using ActorPbx.Kernel.Actor.Internal;

namespace ActorPbx.Kernel.Actor;

/// <summary>Makes, finds and stops the children of a cell.</summary>
internal static class CellChildren
{
    public static IActorRef ActorOf(ActorCell cell, Props props, string? name) =>
        Make(cell, props, name is null ? cell.RandomName() : CheckName(name), isAsync: false, isSystemService: false);

    public static string CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw new InvalidActorNameException("Actor name must not be empty.");
        }

        return ActorPath.IsValidPathElement(name)
            ? name
            : throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: {ActorPath.ValidSymbols}.");
    }

    public static IInternalActorRef Make(ActorCell cell, Props props, string name, bool isAsync, bool isSystemService)
    {
        if (cell.SystemImpl.Settings.SerializeAllCreators && !isSystemService && props.Deploy.Scope is not LocalScope)
        {
            CellCreation.RoundTripArguments(cell, props);
        }

        ChildrenContainer children = cell.Children;
        if (children.IsTerminating)
        {
            throw Ending();
        }

        children.Reserve(name);
        IInternalActorRef actor;
        try
        {
            var path = new ChildActorPath(cell.Self.Path, name, NewUid());
            actor = cell.SystemImpl.Provider.ActorOf(
                cell.SystemImpl, props, cell.SelfInternal, path, isSystemService, deploy: null, lookupDeploy: true, async: isAsync);
        }
        catch
        {
            children.Unreserve(name);
            throw;
        }

        if (cell.Mailbox is not null && cell.FaultOrNull is { IsFailed: true })
        {
            for (int i = cell.Mailbox.SuspendCount; i > 0; i--)
            {
                actor.Suspend();
            }
        }

        if (children.Init(actor) is null)
        {
            throw Ending(); // it ended between the reservation and now; the child never starts
        }

        actor.Start();
        if (cell.SystemImpl.Settings.DebugLifecycle)
        {
            cell.PublishDebug($"now supervising {actor}");
        }

        return actor;
    }

    private static InvalidOperationException Ending() => new("Cannot create child while terminating or terminated");

    internal static long NewUid() => Random.Shared.Next(1, int.MaxValue);

    public static void Stop(ActorCell cell, IInternalActorRef actor)
    {
        if (cell.ChildrenOrNull is { } children && children.TryGetByRef(actor, out _))
        {
            children.ShallDie(actor);
        }

        actor.Stop();
    }

    public static IInternalActorRef ByName(ActorCell cell, string name) =>
        cell.TryGetChildStatsByName(name, out IChildStats? stats) && stats is ChildRestartStats found
            ? found.Child
            : cell.ChildrenOrNull?.FunctionsOrNull?.Find(name) ?? (IInternalActorRef)ActorRefs.Nobody;

    public static IInternalActorRef ByNameAndUid(ActorCell cell, string name)
    {
        if (!name.Contains('#', StringComparison.Ordinal))
        {
            return ByName(cell, name);
        }

        (string bare, long uid) = ActorCell.GetNameAndUid(name);
        IInternalActorRef child = ByName(cell, bare);
        return child is not Nobody && (uid == ActorCell.UndefinedUid || uid == child.Path.Uid) ? child : ActorRefs.Nobody;
    }
}
