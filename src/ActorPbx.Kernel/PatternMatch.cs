namespace ActorPbx.Kernel;

/// <summary>Chooses an action by the class of a value.</summary>
public static class PatternMatch
{
    /// <summary>Begins with the value.</summary>
    public static Case Match(this object target) => new(target);
}

/// <summary>Whether a choice has been made.</summary>
public interface IMatchResult
{
    /// <summary>Whether an action took the value.</summary>
    bool WasHandled { get; }
}

/// <summary>A choice under way: the first action that fits is run, the others are not.</summary>
public class Case(object message) : IMatchResult
{
    /// <inheritdoc />
    public bool WasHandled { get; private set; }

    /// <summary>Runs the action if the value is of the class.</summary>
    public Case With<TMessage>(Action action) => With<TMessage>(_ => action());

    /// <summary>Runs the action if the value is of the class.</summary>
    public Case With<TMessage>(Action<TMessage> action)
    {
        if (!WasHandled && message is TMessage typed)
        {
            action(typed);
            WasHandled = true;
        }

        return this;
    }

    /// <summary>Runs the action if the value is of the class and the action takes it.</summary>
    public Case With<TMessage>(Func<TMessage, bool> action)
    {
        if (!WasHandled && message is TMessage typed)
        {
            WasHandled = action(typed);
        }

        return this;
    }

    /// <summary>Runs the action if no other has taken the value.</summary>
    public IMatchResult Default(Action<object> action)
    {
        if (!WasHandled)
        {
            action(message);
            WasHandled = true;
        }

        return this;
    }
}
