namespace ActorPbx.Kernel.Util;

/// <summary>An on/off switch whose turning runs an action exactly once.</summary>
public class Switch
{
    private readonly Lock _gate = new();
    private volatile bool _on;

    /// <summary>Starts in the given position.</summary>
    public Switch(bool startAsOn = false) => _on = startAsOn;

    /// <summary>Whether the switch is on.</summary>
    public bool IsOn => _on;

    /// <summary>Whether the switch is off.</summary>
    public bool IsOff => !_on;

    /// <summary>Turns on and runs the action, unless it is on; turns back when the action throws.</summary>
    public bool SwitchOn(Action action) => Turn(true, action);

    /// <summary>Turns off and runs the action, unless it is off; turns back when the action throws.</summary>
    public bool SwitchOff(Action action) => Turn(false, action);

    /// <summary>Turns on, unless it is on.</summary>
    public bool SwitchOn() => Turn(true, static () => { });

    /// <summary>Turns off, unless it is off.</summary>
    public bool SwitchOff() => Turn(false, static () => { });

    /// <summary>Runs the action if on.</summary>
    public bool IfOn(Action action) => When(true, action);

    /// <summary>Runs the action if off.</summary>
    public bool IfOff(Action action) => When(false, action);

    /// <summary>Runs the action if on, while nobody can turn the switch.</summary>
    public bool WhileOn(Action action) => WhileStill(true, action);

    /// <summary>Runs the action if off, while nobody can turn the switch.</summary>
    public bool WhileOff(Action action) => WhileStill(false, action);

    /// <summary>Runs the action while nobody can turn the switch.</summary>
    public void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    private bool Turn(bool on, Action action)
    {
        lock (_gate)
        {
            if (_on == on)
            {
                return false;
            }

            _on = on;
            try
            {
                action();
                return true;
            }
            catch
            {
                _on = !on;
                throw;
            }
        }
    }

    private bool WhileStill(bool on, Action action)
    {
        lock (_gate)
        {
            return When(on, action);
        }
    }

    private bool When(bool on, Action action)
    {
        if (_on != on)
        {
            return false;
        }

        action();
        return true;
    }
}
