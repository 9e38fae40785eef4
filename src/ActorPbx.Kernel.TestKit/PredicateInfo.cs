namespace ActorPbx.Kernel.TestKit;

/// <summary>A predicate over messages of one type, for <see cref="TestKitExpectingAll.ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>.</summary>
public class PredicateInfo
{
    private PredicateInfo(Delegate predicateT, Type type)
    {
        PredicateT = predicateT;
        Type = type;
    }

    /// <summary>The messages' type, exactly.</summary>
    public Type Type { get; }

    /// <summary>The predicate.</summary>
    public Delegate PredicateT { get; }

    /// <summary>Wraps a predicate.</summary>
    public static PredicateInfo Create<T>(Predicate<T> predicateT) => new(predicateT, typeof(T));

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().FullName}<{Type.FullName}>";

    internal bool Accepts(object message) => message.GetType() == Type && (bool)PredicateT.DynamicInvoke(message)!;
}

/// <summary>Makes <see cref="PredicateInfo"/> of predicates and of functions that look like one.</summary>
public static class PredicateInfoFactory
{
    /// <summary>Wraps a predicate.</summary>
    public static PredicateInfo CreatePredicateInfo<T>(this Predicate<T> predicateT) => PredicateInfo.Create(predicateT);

    /// <summary>Wraps a function of one parameter that returns a bool.</summary>
    /// <exception cref="ArgumentException">The function has another shape.</exception>
    public static PredicateInfo CreatePredicateInfo<T>(this Delegate predicateT)
    {
        var method = predicateT.Method;
        if (method.ReturnType != typeof(bool))
            throw new ArgumentException("The function does not return a bool.", nameof(predicateT));
        if (method.GetParameters().Length != 1)
            throw new ArgumentException("The function does not take exactly one parameter.", nameof(predicateT));
        return PredicateInfo.Create((Predicate<T>)Delegate.CreateDelegate(typeof(Predicate<T>), predicateT.Target, method));
    }
}
