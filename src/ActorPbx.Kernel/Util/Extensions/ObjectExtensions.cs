namespace ActorPbx.Kernel.Util.Extensions;

/// <summary>Values as perhaps-values.</summary>
public static class ObjectExtensions
{
    /// <summary>The value, or none when it is null.</summary>
    public static Option<T> AsOption<T>(this T? obj) => obj is null ? Option<T>.None : new Option<T>(obj);
}
