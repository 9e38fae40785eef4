using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The actors that a path with wildcards means at the moment something is sent.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Selects nobody.</summary>
    public ActorSelection()
    {
        Anchor = ActorRefs.Nobody;
        Path = [];
    }

    /// <summary>Selects along the elements, starting at the anchor.</summary>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>Selects along a path with slashes, starting at the anchor.</summary>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path.Length == 0 ? [] : path.Split('/'))
    {
    }

    /// <summary>Selects along the elements, starting at the anchor.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
        : this(anchor, [.. elements.Where(static e => e.Length > 0).Select(SelectionPathElement.Parse)])
    {
        if (Path.AsSpan(..^Math.Min(1, Path.Length)).Contains(SelectChildRecursive.Instance))
        {
            throw new IllegalActorNameException("Double wildcard can only appear at the last path entry");
        }
    }

    /// <summary>Where the path begins.</summary>
    public IActorRef Anchor { get; private set; }

    /// <summary>The elements of the path.</summary>
    public SelectionPathElement[] Path { get; set; }

    /// <summary>The path with slashes.</summary>
    public string PathString => "/" + string.Join("/", Path.Select(static p => p.ToString()));

    /// <inheritdoc />
    public void Tell(object message, IActorRef? sender = null)
    {
        sender ??= ActorCell.GetCurrentSelfOrNoSender();
        Deliver((IInternalActorRef)Anchor, sender, new ActorSelectionMessage(message, Path, wildCardFanOut: false));
    }

    /// <summary>The one actor selected, or <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => InnerResolveOne(timeout, CancellationToken.None);

    /// <summary>The one actor selected, or <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct) => InnerResolveOne(timeout, ct);

    private async Task<IActorRef> InnerResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            ActorIdentity identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception e) when (e is not ActorNotFoundException)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", e);
        }
    }

    internal static void Deliver(IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection)
    {
        IInternalActorRef current = anchor;
        for (int i = 0; i < selection.Elements.Length; i++)
        {
            if (current is not ActorRefWithCell withCell)
            {
                DeliverBeyond(current, sender, selection, i);
                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = current.Parent;
                    break;
                case SelectChildName child:
                    IInternalActorRef found = withCell.GetSingleChild(child.Name);
                    if (found is Nobody)
                    {
                        Missed(withCell, anchor, sender, selection);
                        return;
                    }

                    current = found;
                    break;
                case SelectChildPattern pattern:
                    DeliverToMatches(withCell, anchor, sender, selection, i, pattern);
                    return;
                case SelectChildRecursive:
                    DeliverBelow(withCell, sender, selection.Message);
                    return;
                default:
                    break;
            }
        }

        current.Tell(selection.Message, sender);
    }

    private static void DeliverToMatches(ActorRefWithCell parent, IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection, int index, SelectChildPattern pattern)
    {
        bool last = index == selection.Elements.Length - 1;
        List<IActorRef> matching = [];
        foreach (IActorRef child in parent.Children)
        {
            if (pattern.PatternStr == "*" || Util.WildcardMatch.Like(child.Path.Name, pattern.PatternStr, caseSensitive: true))
            {
                matching.Add(child);
            }
        }

        // Where one alone matches, the sender means that one: what is missing below it is told.
        ActorSelectionMessage rest = last
            ? selection
            : selection.Copy(elements: selection.Elements[(index + 1)..], wildCardFanOut: selection.WildCardFanOut || matching.Count > 1);
        foreach (IActorRef child in matching)
        {
            if (last)
            {
                child.Tell(selection.Message, sender);
            }
            else
            {
                Deliver((IInternalActorRef)child, sender, rest);
            }
        }

        if (matching.Count == 0)
        {
            Missed(parent, anchor, sender, selection);
        }
    }

    private static void DeliverBelow(IActorRef parent, IActorRef? sender, object message)
    {
        if (parent is not ActorRefWithCell withCell)
        {
            return;
        }

        foreach (IActorRef child in withCell.Children)
        {
            child.Tell(message, sender);
            DeliverBelow(child, sender, message);
        }
    }

    private static void Missed(ActorRefWithCell at, IInternalActorRef anchor, IActorRef? sender, ActorSelectionMessage selection)
    {
        if (selection.WildCardFanOut)
        {
            return; // the sender named no single actor, so none is missing
        }

        // The path as it was asked for, patterns and dots included.
        ActorPath path = anchor.Path / selection.Elements.Select(static each => each.ToString()!);
        new EmptyLocalActorRef(at.Provider, path, at.Underlying.System.EventStream).Tell(selection, sender);
    }

    private static void DeliverBeyond(IInternalActorRef current, IActorRef? sender, ActorSelectionMessage selection, int index)
    {
        IActorRef target = current is MinimalActorRef
            ? current.GetChild([.. selection.Elements.Skip(index).Select(static e => e.ToString()!)])
            : ActorRefs.Nobody;
        if (target is not Nobody)
        {
            target.Tell(selection.Message, sender);
        }
        else if (current is Nobody)
        {
            (selection.Message as Identify)?.Let(ask => sender?.Tell(new ActorIdentity(ask.MessageId, null), current));
        }
        else
        {
            new EmptyLocalActorRef(current.Provider, current.Path, ((ActorRefWithCell)current.Provider.RootGuardian).EventStream())
                .Tell(selection.Copy(elements: selection.Elements[index..]), sender);
        }
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ActorSelection other && Equals(Anchor, other.Anchor) && PathString == other.PathString;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc />
    public override string ToString()
    {
        string anchor = Anchor.Path.Uid == ActorCell.UndefinedUid ? Anchor.Path.ToString() : $"{Anchor.Path}#{Anchor.Path.Uid}";
        return $"ActorSelection[Anchor({anchor}), Path({PathString})]";
    }
}

/// <summary>A message on its way along a selection.</summary>
public class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false) : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>The elements still to go.</summary>
    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>Whether it has passed a wildcard.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;

    /// <summary>A copy with something changed.</summary>
    public ActorSelectionMessage Copy(object? message = null, SelectionPathElement[]? elements = null, bool? wildCardFanOut = null) =>
        new(message ?? Message, elements ?? Elements, wildCardFanOut ?? WildCardFanOut);

    /// <inheritdoc />
    public override string ToString() => $"ActorSelectionMessage - Message: {Message} - WildCartFanOut: {WildCardFanOut} - Elements: {string.Join<SelectionPathElement>("/", Elements)}";
}

/// <summary>Sends and asks through selections.</summary>
public static class ActorSelectionExtensions
{
    internal static EventStream EventStream(this ActorRefWithCell reference) => reference.Underlying.System.EventStream;

    internal static void Let<T>(this T value, Action<T> action) => action(value);
}

/// <summary>Makes selections from paths.</summary>
public static class ActorRefFactoryShared
{
    /// <summary>Selects by absolute path.</summary>
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address), actorPath.Elements);

    /// <summary>Selects by path, relative to the actor where it does not begin with a slash.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return ActorPath.TryParse(path, out ActorPath? absolute)
                ? ActorSelection(absolute, system)
                : new ActorSelection(provider.DeadLetters, "");
        }

        if (path.Length == 0)
        {
            return new ActorSelection(provider.DeadLetters, "");
        }

        return path[0] == '/'
            ? new ActorSelection(provider.RootGuardian, path.Split('/'))
            : new ActorSelection(lookupRoot, path.Split('/'));
    }
}
