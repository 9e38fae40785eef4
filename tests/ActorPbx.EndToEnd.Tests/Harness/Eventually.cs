using System.Diagnostics;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>Asks again until something is so, and fails with the last answer when it is not so in time.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> isSo, string what, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isSo(answer)) return answer;
            (watch.Elapsed < (patience ?? Patience)).ShouldBeTrue($"{what}; last seen: {answer}");
            await Task.Delay(50);
        }
    }

    public static Task<T> Get<T>(Func<T> ask, Func<T, bool> isSo, string what, TimeSpan? patience = null) =>
        Get(() => Task.FromResult(ask()), isSo, what, patience);

    public static Task IsTrue(Func<bool> isSo, string what, TimeSpan? patience = null) => Get(isSo, so => so, what, patience);
}
