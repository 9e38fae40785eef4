using System.Reflection;

namespace ActorPbx.Kernel.Util;

/// <summary>Finds types by the names that stand in configuration files.</summary>
public static class TypeNames
{
    private const string AkkaPrefix = "Akka.";

    /// <summary>The type, in the named assembly or in any that is loaded; an Akka.NET name finds the type that stands for it here.</summary>
    public static Type? Find(string name)
    {
        if (Type.GetType(name, throwOnError: false) is { } found)
        {
            return found;
        }

        string bare = name.Contains('[', StringComparison.Ordinal) ? name : name.Split(',')[0].Trim();
        string? own = bare.StartsWith(AkkaPrefix, StringComparison.Ordinal) ? "ActorPbx.Kernel." + bare[AkkaPrefix.Length..] : null;
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if ((assembly.GetType(bare, throwOnError: false) ?? (own is null ? null : assembly.GetType(own, throwOnError: false))) is { } other)
            {
                return other;
            }
        }

        return null;
    }
}
