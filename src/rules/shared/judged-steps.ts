/** Which instructions a rule looks at, and where it reports what an ONBUILD does. */
import type { DockerfileRuleContext, DockerfileRuleVisitor } from "../../language/rule-types.ts";
import type { From, Instruction, NodeOf } from "../../syntax/nodes.ts";

/**
 * `file`: every instruction, where it is written. `build`: as the builder meets them. The text below says it to users.
 */
export type JudgingScope = "file" | "build";

export const scopeSchema = { enum: ["file", "build"] };

/** For the page of each rule that has the option. */
export const scopeOption = `\`scope\` (default \`"file"\`): which instructions are judged. \`"file"\`: all, each where it
is written. \`"build"\`: as \`docker build --check\` meets them. What stands behind ONBUILD is then judged in the stages of
the file that it runs in, and reported at their FROM; and with a target, only the stages that the target needs.`;

/** By the type of the instruction. `from` is set for a trigger: the FROM that makes it run, and the place to report. */
export type StepListeners = {
  [T in Instruction["type"]]?: (node: NodeOf<T>, from: From | null) => void;
};

type AnyListener = (node: Instruction, from: From | null) => void;

/** A visitor that hands the listeners what the scope asks for. */
export function visitSteps(
  context: Pick<DockerfileRuleContext, "sourceCode" | "languageOptions">,
  scope: JudgingScope,
  listeners: StepListeners,
): DockerfileRuleVisitor {
  const visitor: Record<string, (node: Instruction) => void> = {};
  for (const type of Object.keys(listeners) as Instruction["type"][]) {
    const listen = listeners[type] as AnyListener;
    const listener = (node: Instruction): void => {
      if (scope === "file" || (!node.inOnbuild && isJudged(context, node))) listen(node, null);
    };
    visitor[type] = listener;
  }
  if (scope === "file") return visitor;
  const atFrom = (from: From): void => {
    for (const trigger of triggersAt(context, from))
      (listeners[trigger.type] as AnyListener | undefined)?.(trigger, from);
  };
  return { ...visitor, From: atFrom };
}

/** The ONBUILD instructions that run at this FROM; BuildKit looks only at those of stages that the target needs. */
export function triggersAt(
  { sourceCode }: Pick<DockerfileRuleContext, "sourceCode">,
  from: From,
): readonly Instruction[] {
  const stage = sourceCode.model.stageOf(from);
  return stage?.reachable ? stage.triggers : [];
}

/** False for an instruction of a stage that the given target does not need. */
export function isJudged(
  { sourceCode, languageOptions }: Pick<DockerfileRuleContext, "sourceCode" | "languageOptions">,
  node: Instruction,
): boolean {
  if (languageOptions.target === undefined) return true;
  return sourceCode.model.stageOf(node)?.reachable ?? true;
}
