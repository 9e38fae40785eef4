namespace ActorPbx.Kernel.Actor;

/// <summary>What is to be done after a system has ended: the last registered first.</summary>
internal sealed class TerminationCallbacks
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<Action> _actions = new();
    private bool _ran;

    public Task WhenAllRun => _done.Task;

    public void Add(Action action)
    {
        lock (_actions)
        {
            if (_ran)
            {
                throw new InvalidOperationException("ActorSystem already terminated.");
            }

            _actions.Push(action);
        }
    }

    public void Run()
    {
        lock (_actions)
        {
            _ran = true;
        }

        var failures = new List<Exception>();
        while (_actions.TryPop(out Action? action))
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count == 0)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(failures);
        }
    }
}
