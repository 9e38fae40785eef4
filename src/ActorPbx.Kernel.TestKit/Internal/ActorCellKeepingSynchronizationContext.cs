using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Keeps the test actor the implicit sender on every thread that an awaiting test continues on.</summary>
internal sealed class ActorCellKeepingSynchronizationContext(ActorCell? cell) : SynchronizationContext
{
    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try { Run(d, state); }
            catch (Exception e) { failure = e; }
            finally { done.Set(); }
        });
        done.Wait();
        if (failure != null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback d, object? state)
    {
        var previousContext = Current;
        var previousCell = InternalCurrentActorCellKeeper.Current;
        SetSynchronizationContext(this);
        InternalCurrentActorCellKeeper.Current = cell;
        try
        {
            d(state);
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = previousCell;
            SetSynchronizationContext(previousContext);
        }
    }
}
