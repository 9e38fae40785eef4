using System.Runtime.ExceptionServices;

namespace ActorPbx.Hocon.Resolution;

/// <summary>Carries a deep chain of substitutions on with a fresh stack when this thread's is nearly used up.</summary>
internal static class FreshStack
{
    private const int StackBytes = 64 * 1024 * 1024;
    private const int MaxStacks = 16;

    [ThreadStatic]
    private static int t_stacks;

    public static T Run<T>(Func<T> work, Slot at)
    {
        var stacks = t_stacks + 1;
        if (stacks > MaxStacks) throw new HoconException($"the chain of substitutions at '{at.Path()}' is too long", at.Origin);
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            t_stacks = stacks;
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }, StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
