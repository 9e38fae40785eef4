using System.Collections.Concurrent;

namespace ActorPbx.Kernel.Util;

/// <summary>Names types in the form that configuration files use.</summary>
public static class TypeExtensions
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Whether the type is the other or derives from it.</summary>
    public static bool Implements<T>(this Type type) => typeof(T).IsAssignableFrom(type);

    /// <summary>Whether the type is the other or derives from it.</summary>
    public static bool Implements(this Type type, Type moreGeneralType) => moreGeneralType.IsAssignableFrom(type);

    /// <summary>The assembly-qualified name without version, culture and key, its own and those of its type arguments.</summary>
    public static string TypeQualifiedName(this Type type) => Names.GetOrAdd(type, static t =>
    {
        string name = t.FullName ?? t.Name;
        if (t.IsConstructedGenericType)
        {
            name = $"{t.GetGenericTypeDefinition().FullName}[{string.Join(",", t.GenericTypeArguments.Select(argument => $"[{argument.TypeQualifiedName()}]"))}]";
        }

        return $"{name}, {t.Assembly.GetName().Name}";
    });
}
