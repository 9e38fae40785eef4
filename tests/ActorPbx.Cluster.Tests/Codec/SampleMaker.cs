using System.Collections.Immutable;
using System.Reflection;

namespace ActorPbx.Cluster.Tests.Codec;

/// <summary>Makes a value of any type that messages are made of, no part of it being its type's default, so that a part that is lost on the way shows.</summary>
internal static class SampleMaker
{
    private static readonly MethodInfo Array = typeof(SampleMaker).GetMethod(nameof(MakeArray), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo Map = typeof(SampleMaker).GetMethod(nameof(MakeMap), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static object Make(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Make(inner),
        _ when type == typeof(string) => "some-text",
        _ when type == typeof(bool) => true,
        _ when type == typeof(double) => 0.75,
        _ when type == typeof(Guid) => new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
        _ when type.IsPrimitive => Convert.ChangeType(42, type, null),
        _ when IsGeneric(type, typeof(ImmutableArray<>)) => Array.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, null)!,
        _ when IsGeneric(type, typeof(ImmutableDictionary<,>)) => Map.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, null)!,
        _ => MakeRecord(type),
    };

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().Where(one => one.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(one => one.GetParameters().Length)
            ?? throw new NotSupportedException($"{type} has no public constructor");
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
    }

    private static ImmutableArray<T> MakeArray<T>() => [(T)Make(typeof(T)), (T)Make(typeof(T))];

    private static ImmutableDictionary<TKey, TValue> MakeMap<TKey, TValue>()
        where TKey : notnull => ImmutableDictionary<TKey, TValue>.Empty.Add((TKey)Make(typeof(TKey)), (TValue)Make(typeof(TValue)));
}
