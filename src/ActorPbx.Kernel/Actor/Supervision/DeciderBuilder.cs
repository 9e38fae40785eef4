using System.Collections;

namespace ActorPbx.Kernel.Actor;

/// <summary>Collects what to do about each class of failures and makes a decider of it; the class nearest to the failure counts.</summary>
public sealed class DeciderBuilder : IEnumerable<KeyValuePair<Type, Func<Exception, Directive>>>
{
    private readonly Dictionary<Type, Func<Exception, Directive>> _rules = [];
    private readonly Func<Exception, Directive> _fallback;

    /// <summary>Falls back on the default decider.</summary>
    public DeciderBuilder()
        : this(static cause => SupervisorStrategy.DefaultDecider.Decide(cause))
    {
    }

    /// <summary>Falls back on one directive.</summary>
    public DeciderBuilder(Directive fallback)
        : this(_ => fallback)
    {
    }

    /// <summary>Falls back on a function.</summary>
    public DeciderBuilder(Func<Exception, Directive> fallback) => _fallback = fallback;

    /// <summary>Decides failures of a class.</summary>
    public void Add(Type exceptionType, Directive directive) => Add(exceptionType, _ => directive);

    /// <summary>Decides failures of a class by a function.</summary>
    public void Add(Type exceptionType, Func<Exception, Directive> decider) => _rules.Add(exceptionType, decider);

    /// <summary>Decides failures of a class.</summary>
    public DeciderBuilder Add<TException>(Directive directive)
        where TException : Exception
    {
        Add(typeof(TException), directive);
        return this;
    }

    /// <summary>Decides failures of a class by a function.</summary>
    public DeciderBuilder Add<TException>(Func<TException, Directive> decider)
        where TException : Exception
    {
        Add(typeof(TException), cause => decider((TException)cause));
        return this;
    }

    /// <summary>A decider of the rules so far; later changes do not reach it.</summary>
    public Func<Exception, Directive> Build()
    {
        var rules = new Dictionary<Type, Func<Exception, Directive>>(_rules);
        return cause =>
        {
            for (Type? type = cause.GetType(); type is not null; type = type.BaseType)
            {
                if (rules.TryGetValue(type, out Func<Exception, Directive>? rule))
                {
                    return rule(cause);
                }
            }

            return _fallback(cause);
        };
    }

    /// <summary>A decider of the rules so far.</summary>
    public static implicit operator Func<Exception, Directive>(DeciderBuilder builder) => builder.Build();

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<Type, Func<Exception, Directive>>> GetEnumerator() => _rules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
