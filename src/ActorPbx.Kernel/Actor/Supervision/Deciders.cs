using System.Collections.Immutable;

namespace ActorPbx.Kernel.Actor;

/// <summary>Decides what to do about a failure.</summary>
public interface IDecider
{
    /// <summary>Decides.</summary>
    Directive Decide(Exception cause);
}

/// <summary>Decides by a function, which cannot leave this process.</summary>
public class LocalOnlyDecider(Func<Exception, Directive> decider) : IDecider
{
    /// <inheritdoc />
    public Directive Decide(Exception cause) => decider(cause);
}

/// <summary>Decides by the class of the exception: the nearest one that is listed, else the default.</summary>
public class DeployableDecider : IDecider
{
    /// <summary>For the serialiser.</summary>
    protected DeployableDecider()
    {
        Pairs = [];
    }

    /// <summary>With a default and the exceptions to it.</summary>
    public DeployableDecider(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs)
        : this(defaultDirective, [.. pairs])
    {
    }

    /// <summary>With a default and the exceptions to it.</summary>
    public DeployableDecider(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs)
    {
        DefaultDirective = defaultDirective;
        Pairs = pairs;
    }

    /// <summary>What applies to all others.</summary>
    public Directive DefaultDirective { get; private set; }

    /// <summary>The exceptions to the default.</summary>
    public KeyValuePair<Type, Directive>[] Pairs { get; private set; }

    /// <inheritdoc />
    public Directive Decide(Exception cause)
    {
        for (Type? type = cause.GetType(); type is not null; type = type.BaseType)
        {
            foreach (KeyValuePair<Type, Directive> pair in Pairs)
            {
                if (pair.Key == type)
                {
                    return pair.Value;
                }
            }
        }

        return DefaultDirective;
    }
}

/// <summary>Makes deciders.</summary>
public static class Decider
{
    /// <summary>By a function.</summary>
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);

    /// <summary>By the class of the exception.</summary>
    public static DeployableDecider From(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) => new(defaultDirective, pairs);

    /// <summary>By the class of the exception.</summary>
    public static DeployableDecider From(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs) => new(defaultDirective, pairs);
}

/// <summary>Pairs a directive with what it is for.</summary>
public static class DirectiveExtensions
{
    /// <summary>A directive for one class of exceptions.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}
