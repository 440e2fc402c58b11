import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: 'normal' | 'primary' | 'accept' | 'plain'
  readonly small?: boolean
  readonly icon?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A button in one of the few looks there are. An `icon` button needs an `aria-label`. */
export function Button({ look = 'normal', small, icon, className, children, ...props }: ButtonProps) {
  const names = [
    'btn',
    look !== 'normal' && `btn-${look}`,
    small && 'btn-small',
    icon && 'btn-icon',
    className,
  ]
  return (
    <AriaButton className={names.filter(Boolean).join(' ')} {...props}>
      {children}
    </AriaButton>
  )
}
